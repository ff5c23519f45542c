package dev.podproof.conformance.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes apart what comes over {@code v4.channel.k8s.io}: a message's first byte says which stream the rest belongs to. */
final class ExecStreams implements WebSocket.Listener {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int STATUS = 3;
    private static final int BETWEEN_MESSAGES = -1;

    private final CompletableFuture<ExecResult> result = new CompletableFuture<>();
    private final ByteArrayOutputStream[] streams = {
        new ByteArrayOutputStream(),
        new ByteArrayOutputStream(),
        new ByteArrayOutputStream(),
        new ByteArrayOutputStream()
    };
    private int channel = BETWEEN_MESSAGES;

    CompletableFuture<ExecResult> result() {
        return result;
    }

    synchronized String soFar() {
        return (text(STDOUT) + text(STDERR)).strip();
    }

    @Override
    public synchronized CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        if (channel == BETWEEN_MESSAGES && data.hasRemaining()) {
            channel = data.get();
        }
        byte[] rest = new byte[data.remaining()];
        data.get(rest);
        if (channel >= 0 && channel < streams.length) {
            streams[channel].writeBytes(rest);
        }
        if (last) {
            channel = BETWEEN_MESSAGES;
        }
        socket.request(1);
        return null;
    }

    @Override
    public synchronized CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        try {
            JsonNode status = JSON.readTree(streams[STATUS].toByteArray());
            result.complete(new ExecResult(exitCode(status), text(STDOUT), text(STDERR)));
        } catch (IOException | IllegalStateException e) {
            result.completeExceptionally(new IllegalStateException(
                    "the connection was closed (" + code + " " + reason + ") without an exit code: " + text(STATUS),
                    e));
        }
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        result.completeExceptionally(error);
    }

    private static int exitCode(JsonNode status) {
        if (status.path("status").asText().equals("Success")) {
            return 0;
        }
        for (JsonNode cause : status.path("details").path("causes")) {
            if (cause.path("reason").asText().equals("ExitCode")) {
                return Integer.parseInt(cause.path("message").asText());
            }
        }
        throw new IllegalStateException(status.path("message").asText("no status"));
    }

    private String text(int stream) {
        return streams[stream].toString(StandardCharsets.UTF_8);
    }
}
