package dev.podproof.conformance.probe;

import io.fabric8.kubernetes.client.Config;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs commands inside containers, through the API's exec over a WebSocket. Safe to share between threads. */
public final class ExecProbe {
    /** A connection that does not come about has run nothing, so that another may be tried. */
    private static final int CONNECTS = 2;

    private final Access access;
    private final HttpClient client;

    public ExecProbe(Config config) {
        this.access = Access.of(config);
        this.client = HttpClient.newBuilder()
                .sslContext(access.tls())
                .connectTimeout(Duration.ofSeconds(30))
                .build();
    }

    /**
     * Runs a command without a terminal and without input, and waits for its end.
     *
     * @throws ExecLost when the command could not be started, or did not end within the limit
     */
    public ExecResult run(String namespace, String pod, String container, List<String> command, Duration limit) {
        String what = "exec in " + namespace + "/" + pod + "/" + container;
        URI address = address(namespace, pod, container, command);
        return run(what, address, limit, CONNECTS);
    }

    private ExecResult run(String what, URI address, Duration limit, int connects) {
        ExecStreams streams = new ExecStreams();
        WebSocket.Builder builder = client.newWebSocketBuilder().subprotocols("v5.channel.k8s.io", "v4.channel.k8s.io");
        access.credentials().forEach(builder::header);
        CompletableFuture<WebSocket> opening = builder.buildAsync(address, streams);
        try {
            opening.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return streams.result().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ExecLost(what + " did not end within " + limit.toSeconds() + " s; so far: " + streams.soFar(), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HttpConnectTimeoutException && connects > 1) {
                return run(what, address, limit, connects - 1);
            }
            throw new ExecLost(what + ": " + reason(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecLost(what + " was interrupted", e);
        } finally {
            abort(opening);
        }
    }

    private static void abort(CompletableFuture<WebSocket> opening) {
        boolean stillOpening = opening.cancel(true);
        if (!stillOpening && !opening.isCompletedExceptionally()) {
            opening.join().abort();
        }
    }

    private URI address(String namespace, String pod, String container, List<String> command) {
        StringBuilder address = new StringBuilder(access.endpoint().toString().replaceFirst("^http", "ws"))
                .append("/api/v1/namespaces/" + namespace + "/pods/" + pod + "/exec?container=" + container)
                .append("&stdout=true&stderr=true");
        command.forEach(word -> address.append("&command=")
                .append(URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20")));
        return URI.create(address.toString());
    }

    private static String reason(Throwable cause) {
        if (cause instanceof WebSocketHandshakeException refusal) {
            return "the API answered " + refusal.getResponse().statusCode() + " instead of opening the connection";
        }
        return String.valueOf(cause.getMessage());
    }
}
