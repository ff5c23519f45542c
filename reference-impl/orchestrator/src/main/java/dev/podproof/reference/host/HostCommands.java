package dev.podproof.reference.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs programs of the machine that this process is on, each with the same time limit. */
public final class HostCommands implements Commands {
    /** A program may complain of each of a million files. */
    private static final int MOST_WORDS = 64 << 10;

    /** One may list what pods have made as much of as they like: connections, files. The rest of it is left unread. */
    private static final int MOST_OUTPUT = 8 << 20;

    private final Duration limit;

    /** @param limit how long a program may run before it is killed */
    public HostCommands(Duration limit) {
        this.limit = limit;
    }

    @Override
    public String run(List<String> command, String input) {
        Process process = start(command);
        // Both outputs are read while the input is written: a full pipe on any of the three would stop the program.
        CompletableFuture<String> output = read(process.getInputStream(), MOST_OUTPUT);
        CompletableFuture<String> error = read(process.getErrorStream(), MOST_WORDS);
        CompletableFuture<Void> written = CompletableFuture.runAsync(() -> write(process, input), Reader::start);
        // Not once it ended on its own: that would close its outputs before they are read.
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw CommandFailed.timedOut(command, limit.toSeconds());
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw CommandFailed.notStarted(command, interrupted);
        }
        written.join();
        if (process.exitValue() != 0) {
            throw CommandFailed.failed(command, process.exitValue(), output.join(), error.join());
        }
        return output.join();
    }

    private static Process start(List<String> command) {
        try {
            return new ProcessBuilder(command).start();
        } catch (IOException cause) {
            throw CommandFailed.notStarted(command, cause);
        }
    }

    private static CompletableFuture<String> read(InputStream stream, int most) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (stream) {
                        String text = new String(stream.readNBytes(most), StandardCharsets.UTF_8);
                        stream.transferTo(OutputStream.nullOutputStream());
                        return text;
                    } catch (IOException cause) {
                        throw new UncheckedIOException(cause);
                    }
                },
                Reader::start);
    }

    private static void write(Process process, String input) {
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException closed) {
            // A program may end without reading its input; its exit status says whether that was an error.
            return;
        }
    }

    /** A thread per stream: the common pool may be of one thread, and then the first reader would block the others. */
    private static final class Reader {
        private static void start(Runnable task) {
            Thread thread = new Thread(task, "host-command");
            thread.setDaemon(true);
            thread.start();
        }
    }
}
