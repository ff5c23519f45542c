package dev.podproof.conformance.subject;

import dev.podproof.conformance.probe.ExecResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Programs of this machine, run to their end. */
final class Local {
    private Local() {}

    /**
     * Runs one, with a text as its input.
     *
     * @throws HostLost when it cannot be started, or does not end within the limit
     */
    static ExecResult run(List<String> command, String input, Duration limit) {
        Process process = start(command);
        try {
            CompletableFuture<String> out = read(process.getInputStream());
            CompletableFuture<String> err = read(process.getErrorStream());
            try (OutputStream stream = process.getOutputStream()) {
                stream.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It ended without reading: its exit code and its words say why.
            }
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new HostLost("'" + command.get(0) + "' did not end within " + limit.toSeconds() + " s");
            }
            return new ExecResult(process.exitValue(), out.join(), err.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostLost("interrupted while '" + command.get(0) + "' ran", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Starts one, for a caller who sees to its end. */
    static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new HostLost("'" + command.get(0) + "' cannot be started: " + e.getMessage(), e);
        }
    }

    private static CompletableFuture<String> read(InputStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                reader -> thread("reader", reader));
    }

    /** A thread that keeps no process alive. */
    static void thread(String what, Runnable work) {
        Thread thread = new Thread(work, "podproof-hosts-" + what);
        thread.setDaemon(true);
        thread.start();
    }
}
