package dev.podproof.reference.node.server;

import static dev.podproof.reference.node.runtime.Container.State.RUNNING;

import dev.podproof.reference.apiserver.exchange.Budget;
import dev.podproof.reference.apiserver.exchange.Drift;
import dev.podproof.reference.apiserver.exchange.Limits;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.StreamLimits;
import dev.podproof.reference.apiserver.exchange.Verdict;
import dev.podproof.reference.apiserver.http.HttpFace;
import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.Labels;
import dev.podproof.reference.security.ClusterSecrets;
import dev.podproof.reference.web.EventLoops;
import dev.podproof.reference.web.Times;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.http.impl.WebSocketInternal;
import io.vertx.core.net.PemTrustOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A node's server behind an API server's face, and their client: the whole way that streams go, without a cluster. */
final class Served implements AutoCloseable {
    private static final ClusterSecrets SECRETS = ClusterSecrets.generate(Set.of(), Clock.systemUTC());
    private static final String LOCALHOST = "127.0.0.1";
    static final int LARGEST_FRAME_BYTES = 20 * 1024 * 1024;

    final PretendedStreams streams = new PretendedStreams();
    /** While it is closed the engine says nothing of its containers. */
    final Gate engine = new Gate();

    private final EventLoops loops = EventLoops.start(2);
    private final Vertx vertx = Vertx.vertx();
    private final NodeServer node;
    private final HttpFace face;

    Served() {
        this(ServerLimits.USUAL);
    }

    Served(ServerLimits usual) {
        var limits = new ServerLimits(usual.connections(), usual.forwards(), Duration.ofMillis(200));
        Map<String, byte[]> files = SECRETS.nodeFiles("host-1");
        var options = new NodeServerOptions(
                LOCALHOST, 0, text(files, "node.crt"), text(files, "node.key"), text(files, "ca.crt"));
        node = new NodeServer(options, loops, new OnePod(engine), streams, Clock.systemUTC(), limits, Times.USUAL);
        int port = node.start();
        Map<String, byte[]> master = SECRETS.masterFiles();
        face = new HttpFace(
                head -> new Verdict.Answered(
                        new Reply.Tunnel("host-1", LOCALHOST, port, head.path() + "?" + head.rawQuery(), "user")),
                Limits.USUAL,
                StreamLimits.USUAL,
                new Budget("bytes", Long.MAX_VALUE, Long.MAX_VALUE),
                (name, certificate) -> true,
                new Drift(() -> 0, 1),
                master.get("apiserver.crt"),
                master.get("apiserver.key"),
                master.get("ca.crt"),
                master.get("node-client.crt"),
                master.get("node-client.key"));
        face.start(LOCALHOST, 0);
    }

    /** Lets pass while it is open. */
    static final class Gate {
        private volatile CountDownLatch closed = new CountDownLatch(0);
        /** Those who stand before it. */
        final AtomicInteger waiting = new AtomicInteger();

        void close() {
            closed = new CountDownLatch(1);
        }

        void open() {
            closed.countDown();
        }

        void pass() {
            waiting.incrementAndGet();
            try {
                closed.await();
                waiting.decrementAndGet();
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A WebSocket's client side; what comes waits in a queue until it is taken. */
    static final class Client {
        final WebSocket socket;
        final CompletableFuture<Short> closed = new CompletableFuture<>();
        private final BlockingQueue<Buffer> messages = new LinkedBlockingQueue<>();

        private Client(WebSocket socket) {
            this.socket = socket;
            socket.binaryMessageHandler(messages::add);
            socket.closeHandler(gone -> closed.complete(socket.closeStatusCode()));
            socket.exceptionHandler(ended -> {});
        }

        Buffer next() throws InterruptedException {
            Buffer message = messages.poll(10, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no message came for 10 s; closed: " + closed.getNow(null));
            }
            return message;
        }

        /** As a client does whose process is killed; an orderly end would wait until all that was written is taken. */
        void vanish() {
            var unused = ((WebSocketInternal) socket).channelHandlerContext().close();
        }

        void send(int channel, String text) {
            socket.writeBinaryMessage(Buffer.buffer().appendByte((byte) channel).appendString(text));
        }
    }

    /** Throws the reason of a refused handshake. */
    Client open(String pathAndQuery, boolean reading, String... protocols) throws Throwable {
        var options = new WebSocketConnectOptions()
                .setHost("localhost")
                .setPort(face.port())
                .setURI(pathAndQuery)
                .setSubProtocols(List.of(protocols));
        var trust = new WebSocketClientOptions()
                .setSsl(true)
                // Some clients write a message in one frame, however long it is.
                .setMaxFrameSize(LARGEST_FRAME_BYTES)
                .setMaxMessageSize(LARGEST_FRAME_BYTES)
                .setTrustOptions(new PemTrustOptions()
                        .addCertValue(Buffer.buffer(SECRETS.masterFiles().get("ca.crt"))));
        try {
            return vertx.createWebSocketClient(trust)
                    .connect(options)
                    .map(socket -> {
                        if (!reading) {
                            socket.pause();
                        }
                        return new Client(socket);
                    })
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException refused) {
            throw refused.getCause();
        }
    }

    /** The answer to a GET; its body is not read before {@code resume}. */
    HttpClientResponse get(String pathAndQuery) {
        return ask(HttpMethod.GET, pathAndQuery, "").join();
    }

    /** The same with an Upgrade header, unless that is empty; the answer may take its time. */
    CompletableFuture<HttpClientResponse> ask(HttpMethod method, String pathAndQuery, String upgrade) {
        var trust = new HttpClientOptions()
                .setSsl(true)
                .setTrustOptions(new PemTrustOptions()
                        .addCertValue(Buffer.buffer(SECRETS.masterFiles().get("ca.crt"))));
        // Without handlers the library calls a connection that a test ends in the middle an error.
        return vertx.httpClientBuilder()
                .with(trust)
                .withConnectHandler(connection -> connection.exceptionHandler(ended -> {}))
                .build()
                .request(method, face.port(), "localhost", pathAndQuery)
                .compose(request -> {
                    request.exceptionHandler(ended -> {});
                    return upgrade.isEmpty()
                            ? request.send()
                            : request.putHeader("Connection", "Upgrade")
                                    .putHeader("Upgrade", upgrade)
                                    .connect();
                })
                .map(response -> response.exceptionHandler(ended -> {}).pause())
                .toCompletionStage()
                .toCompletableFuture();
    }

    static String body(HttpClientResponse response) {
        var body = response.body();
        response.resume();
        return body.toCompletionStage().toCompletableFuture().join().toString();
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.get(name), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        engine.open();
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .completeOnTimeout(null, 5, TimeUnit.SECONDS)
                .join();
        face.close();
        node.close();
        loops.close();
    }

    /** The pod {@code ns/pod} with the container {@code main}. */
    private record OnePod(Gate engine) implements PodLookup {
        @Override
        public Optional<Pod> find(String namespace, String name) {
            return Optional.of(new PodBuilder()
                            .withNewMetadata()
                            .withNamespace("ns")
                            .withName("pod")
                            .endMetadata()
                            .withNewSpec()
                            .addNewContainer()
                            .withName("main")
                            .endContainer()
                            .endSpec()
                            .build())
                    .filter(pod -> name.equals("pod"));
        }

        @Override
        public List<Container> containers(Pod pod) {
            engine.pass();
            return List.of(running("main"), running(Labels.SANDBOX));
        }

        private static Container running(String name) {
            return new Container(
                    name,
                    name,
                    "image",
                    "image",
                    Map.of(Labels.CONTAINER, name),
                    RUNNING,
                    Instant.EPOCH,
                    Optional.empty(),
                    Optional.empty(),
                    0,
                    false,
                    "",
                    "",
                    "SIGTERM");
        }
    }
}
