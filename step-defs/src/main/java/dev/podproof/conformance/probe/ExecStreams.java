package dev.podproof.conformance.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Keeps what one command prints, and reads its exit code from the status that comes last. */
final class ExecStreams implements ExecSocket.Streams {
    /** A program of the suite's prints a few lines; what a cluster makes of it may have no end. */
    static final int MOST_BYTES = 4 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final CompletableFuture<ExecResult> result = new CompletableFuture<>();
    private final ByteArrayOutputStream[] streams = {
        new ByteArrayOutputStream(),
        new ByteArrayOutputStream(),
        new ByteArrayOutputStream(),
        new ByteArrayOutputStream()
    };

    CompletableFuture<ExecResult> result() {
        return result;
    }

    synchronized String soFar() {
        return (text(ExecSocket.STDOUT) + text(ExecSocket.STDERR)).strip();
    }

    @Override
    public synchronized void heard(int stream, byte... bytes) {
        if (stream < 0 || stream >= streams.length || result.isDone()) {
            return;
        }
        if (streams[stream].size() + bytes.length > MOST_BYTES) {
            streams[stream].reset();
            failed(new IllegalStateException("it printed more than " + MOST_BYTES + " bytes"));
        } else {
            streams[stream].writeBytes(bytes);
        }
    }

    @Override
    public synchronized void closed(String how) {
        try {
            JsonNode status = JSON.readTree(streams[ExecSocket.STATUS].toByteArray());
            result.complete(new ExecResult(exitCode(status), text(ExecSocket.STDOUT), text(ExecSocket.STDERR)));
        } catch (IOException | RuntimeException e) {
            result.completeExceptionally(new IllegalStateException(
                    "the connection was closed (" + how + ") without an exit code: " + text(ExecSocket.STATUS), e));
        }
    }

    @Override
    public void failed(Throwable error) {
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
