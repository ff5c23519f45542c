package dev.podproof.reference.node.server;

import static dev.podproof.reference.node.runtime.Container.State.RUNNING;

import dev.podproof.reference.apiserver.exchange.Budget;
import dev.podproof.reference.apiserver.exchange.Drift;
import dev.podproof.reference.apiserver.exchange.Limits;
import dev.podproof.reference.apiserver.exchange.Reply;
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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A node's server behind an API server's face, and their client: the whole way that streams go, without a cluster. */
final class Served implements AutoCloseable {
    private static final ClusterSecrets SECRETS = ClusterSecrets.generate(Set.of(), Clock.systemUTC());
    private static final String LOCALHOST = "127.0.0.1";

    final PretendedStreams streams = new PretendedStreams();
    private final EventLoops loops = EventLoops.start(2);
    private final Vertx vertx = Vertx.vertx();
    private final NodeServer node;
    private final HttpFace face;

    Served() {
        Map<String, byte[]> files = SECRETS.nodeFiles("host-1");
        var options = new NodeServerOptions(
                LOCALHOST, 0, text(files, "node.crt"), text(files, "node.key"), text(files, "ca.crt"));
        node = new NodeServer(
                options, loops, new OnePod(), streams, Clock.systemUTC(), Duration.ofMillis(200), Times.USUAL);
        int port = node.start();
        Map<String, byte[]> master = SECRETS.masterFiles();
        face = new HttpFace(
                head -> new Verdict.Answered(
                        new Reply.Tunnel("host-1", LOCALHOST, port, head.path() + "?" + head.rawQuery())),
                Limits.USUAL,
                new Budget("bytes", Long.MAX_VALUE, Long.MAX_VALUE),
                new Drift(() -> 0, 1),
                master.get("apiserver.crt"),
                master.get("apiserver.key"),
                master.get("ca.crt"),
                master.get("node-client.crt"),
                master.get("node-client.key"));
        face.start(LOCALHOST, 0);
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
        var trust = new HttpClientOptions()
                .setSsl(true)
                .setTrustOptions(new PemTrustOptions()
                        .addCertValue(Buffer.buffer(SECRETS.masterFiles().get("ca.crt"))));
        // Without handlers the library calls a connection that a test ends in the middle an error.
        return vertx.httpClientBuilder()
                .with(trust)
                .withConnectHandler(connection -> connection.exceptionHandler(ended -> {}))
                .build()
                .request(HttpMethod.GET, face.port(), "localhost", pathAndQuery)
                .compose(request -> request.exceptionHandler(ended -> {}).send())
                .map(HttpClientResponse::pause)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.get(name), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
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
    private static final class OnePod implements PodLookup {
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
