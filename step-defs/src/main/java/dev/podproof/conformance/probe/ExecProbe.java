package dev.podproof.conformance.probe;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.podproof.conformance.eventually.Age;
import io.fabric8.kubernetes.client.Config;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs commands inside containers, through the API's exec over a WebSocket. Safe to share between threads. */
public final class ExecProbe {
    /** A connection that does not come about has run nothing, so that another may be tried. */
    private static final int CONNECTS = 2;

    private static final int FORBIDDEN = 403;

    private static final Duration LIMIT_OF_OPENING = Duration.ofMinutes(1);

    private final Access access;
    private final HttpClient client;
    private final AtomicInteger count = new AtomicInteger();

    public ExecProbe(Config config) {
        this.access = Access.of(config);
        this.client = access.client();
    }

    /**
     * Runs a command without a terminal and without input, and waits for its end.
     *
     * @throws ExecLost when the command could not be started, or did not end within the limit
     */
    public ExecResult run(String namespace, String pod, String container, List<String> command, Duration limit) {
        String what = "exec in " + namespace + "/" + pod + "/" + container;
        ExecStreams streams = new ExecStreams();
        WebSocket socket = open(what, address(namespace, pod, container, "", command), new ExecSocket(streams), limit);
        try {
            return streams.result().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ExecLost(what + " did not end within " + limit.toSeconds() + " s; so far: " + streams.soFar(), e);
        } catch (ExecutionException e) {
            throw new ExecLost(what + ": " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecLost(what + " was interrupted", e);
        } finally {
            socket.abort();
        }
    }

    /**
     * Starts a shell that waits to be told commands.
     *
     * @throws ExecLost when no connection to it came about
     */
    StandingShell shell(String namespace, String pod, String container) {
        String what = "a shell in " + namespace + "/" + pod + "/" + container;
        StandingShell shell = new StandingShell();
        URI address = address(namespace, pod, container, "&stdin=true", List.of("sh"));
        WebSocket socket = open(what, address, new ExecSocket(shell), LIMIT_OF_OPENING);
        shell.connected(new StandingShell.Input() {
            @Override
            public void write(byte... text) {
                ByteBuffer message = ByteBuffer.allocate(text.length + 1);
                message.put((byte) ExecSocket.STDIN).put(text).flip();
                socket.sendBinary(message, true).join();
            }

            @Override
            public void close() {
                socket.abort();
            }
        });
        return shell;
    }

    /** How many programs were started in containers so far. */
    public int count() {
        return count.get();
    }

    /** Opens it, and tries again what the API says may be tried again: nothing was run. */
    private WebSocket open(String what, URI address, ExecSocket listener, Duration limit) {
        Age since = Age.ofNow();
        for (int tries = 1; ; tries++) {
            try {
                return once(what, address, listener, limit);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof WebSocketHandshakeException refusal
                        && refusal.getResponse().statusCode() == FORBIDDEN) {
                    throw Rights.lacking("get or create pods/exec");
                }
                Optional<Duration> pause = pause(e.getCause(), tries);
                if (pause.isEmpty() || since.passed().plus(pause.get()).compareTo(limit) > 0) {
                    throw new ExecLost(what + ": " + reason(e.getCause()), e);
                }
                Age.ofNow().atLeast(pause.get());
            }
        }
    }

    private static Optional<Duration> pause(Throwable cause, int tries) {
        if (cause instanceof HttpConnectTimeoutException) {
            return tries < CONNECTS ? Optional.of(Duration.ZERO) : Optional.empty();
        }
        if (cause instanceof WebSocketHandshakeException refusal) {
            HttpResponse<?> answer = refusal.getResponse();
            return SecondTry.after(
                    "GET",
                    null,
                    new Answer(answer.statusCode(), MissingNode.getInstance(), Optional.empty()),
                    answer.headers().firstValue("Retry-After"),
                    tries);
        }
        return Optional.empty();
    }

    private WebSocket once(String what, URI address, ExecSocket listener, Duration limit) throws ExecutionException {
        WebSocket.Builder builder = client.newWebSocketBuilder().subprotocols("v5.channel.k8s.io", "v4.channel.k8s.io");
        access.credentials().forEach(builder::header);
        Rights.use("GET", address);
        CompletableFuture<WebSocket> opening = builder.buildAsync(address, listener);
        try {
            WebSocket socket = opening.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            count.incrementAndGet();
            return socket;
        } catch (TimeoutException e) {
            giveUp(opening);
            throw new ExecLost(what + " was not connected within " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            giveUp(opening);
            Thread.currentThread().interrupt();
            throw new ExecLost(what + " was interrupted", e);
        }
    }

    private static void giveUp(CompletableFuture<WebSocket> opening) {
        boolean stillOpening = opening.cancel(true);
        if (!stillOpening && !opening.isCompletedExceptionally()) {
            opening.join().abort();
        }
    }

    private URI address(String namespace, String pod, String container, String input, List<String> command) {
        StringBuilder address = new StringBuilder(access.endpoint().toString().replaceFirst("^http", "ws"))
                .append("/api/v1/namespaces/" + namespace + "/pods/" + pod + "/exec?container=" + container)
                .append(input + "&stdout=true&stderr=true");
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
