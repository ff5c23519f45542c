package dev.podproof.reference.apiserver.http;

import dev.podproof.reference.apiserver.exchange.Budget;
import dev.podproof.reference.apiserver.exchange.Drift;
import dev.podproof.reference.apiserver.exchange.Limits;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import dev.podproof.reference.apiserver.exchange.StreamLimits;
import dev.podproof.reference.apiserver.exchange.Verdict;
import dev.podproof.reference.security.ClusterSecrets;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A node that does to its caller what the path says, behind the API server's face, and callers. Paths: {@code /silent} says nothing,
 * {@code /refuse} refuses an upgrade, {@code /upgrade} leaves HTTP and gives back what it gets, {@code /forever} begins an answer that
 * has no end, {@code /broken} breaks off in the middle of one, {@code /hello} answers, {@code /moved} and
 * the like send on elsewhere.
 */
final class PretendedNode implements AutoCloseable {
    private static final long MOST_BYTES = 1 << 20;
    private static final ClusterSecrets SECRETS = ClusterSecrets.generate(Set.of(), Clock.systemUTC());
    private static final String LOCALHOST = "127.0.0.1";
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final NetServer node;
    private final HttpFace face;
    private final HttpClient callers;

    /** Connections that the node has open now. */
    final AtomicInteger open = new AtomicInteger();
    /** All that there ever were. */
    final AtomicInteger accepted = new AtomicInteger();

    final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
    volatile int port;
    /** Whether its certificate no longer counts. */
    volatile boolean removed;

    PretendedNode(StreamLimits limits) {
        Map<String, byte[]> files = SECRETS.nodeFiles("host-1");
        node = vertx.createNetServer(new NetServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertValue(Buffer.buffer(files.get("node.crt")))
                                .addKeyValue(Buffer.buffer(files.get("node.key")))))
                .connectHandler(this::accept);
        port = node.listen(0, LOCALHOST)
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
        Map<String, byte[]> master = SECRETS.masterFiles();
        face = new HttpFace(
                head -> new Verdict.Allowed(
                        head.header("X-User"), MOST_BYTES, request -> CompletableFuture.completedStage(way(request))),
                Limits.USUAL,
                limits,
                new Budget("bytes", Long.MAX_VALUE, Long.MAX_VALUE),
                (name, certificate) -> !removed && certificate.getName().contains("CN=system:node:" + name),
                new Drift(() -> 0, 1),
                master.get("apiserver.crt"),
                master.get("apiserver.key"),
                master.get("ca.crt"),
                master.get("node-client.crt"),
                master.get("node-client.key"));
        face.start(LOCALHOST, 0);
        callers = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setSsl(true)
                        .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(master.get("ca.crt")))))
                .with(new PoolOptions().setHttp1MaxSize(1_000))
                .withConnectHandler(connection -> connection.exceptionHandler(ended -> {}))
                .build();
    }

    /** The same server is a pod's, for those who ask for one. */
    private Reply way(Request request) {
        if (request.path().startsWith("/pod/")) {
            return new Reply.ToPod(true, LOCALHOST, port, request.path().substring(4), request.header("X-User"));
        }
        return new Reply.Tunnel("host-1", LOCALHOST, port, request.path(), request.header("X-User"));
    }

    private void accept(NetSocket socket) {
        open.incrementAndGet();
        accepted.incrementAndGet();
        sockets.add(socket);
        socket.exceptionHandler(broken -> {});
        socket.closeHandler(closed -> {
            open.decrementAndGet();
            sockets.remove(socket);
        });
        socket.handler(bytes -> answer(socket, bytes.toString().split(" ", -1)[1]));
    }

    private static void answer(NetSocket socket, String path) {
        switch (path) {
            case "/refuse" -> socket.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 3\r\n\r\nno!");
            case "/upgrade" -> {
                socket.handler(socket::write);
                socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
            }
            case "/forever" -> socket.write(CHUNKED);
            case "/broken" -> socket.write(CHUNKED).onComplete(written -> socket.close());
            case "/moved" -> move(socket, "http://evil.example/token");
            case "/moved-within" -> move(socket, "/api/v1/secrets?a=b#c");
            case "/moved-to-itself" -> move(socket, "https://127.0.0.1/login");
            case "/moved-beside" -> move(socket, "hello");
            case "/moved-oddly" -> move(socket, "/\\evil.example/");
            case "/hello" -> socket.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
            default -> {
                // It says nothing.
            }
        }
    }

    private static void move(NetSocket socket, String location) {
        socket.write("HTTP/1.1 307 Temporary Redirect\r\nContent-Length: 0\r\nLocation: " + location + "\r\n\r\n");
    }

    Future<HttpClientRequest> request(HttpMethod method, String user, String path) {
        return callers.request(method, face.port(), "localhost", path)
                .map(request -> request.exceptionHandler(ended -> {}).putHeader("X-User", user));
    }

    Future<HttpClientResponse> get(String user, String path) {
        return request(HttpMethod.GET, user, path).compose(this::send);
    }

    Future<HttpClientResponse> send(HttpClientRequest request) {
        return request.send().map(PretendedNode::quiet);
    }

    Future<HttpClientResponse> upgrade(HttpMethod method, String user, String path) {
        return request(method, user, path).compose(this::upgrade);
    }

    Future<HttpClientResponse> upgrade(HttpClientRequest request) {
        return request.putHeader("Connection", "Upgrade")
                .putHeader("Upgrade", "echo")
                .connect()
                .map(PretendedNode::quiet);
    }

    /** Without handlers the library calls what a test ends in the middle an error; what comes waits until it is asked for. */
    private static HttpClientResponse quiet(HttpClientResponse response) {
        return response.exceptionHandler(ended -> {}).pause();
    }

    static String body(HttpClientResponse response) {
        var body = response.body();
        response.resume();
        return join(body).toString();
    }

    static <T> T join(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        face.close();
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .completeOnTimeout(null, 5, TimeUnit.SECONDS)
                .join();
    }
}
