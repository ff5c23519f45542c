package dev.podproof.report.workshop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One bash for a whole page, as its reader has one: what a block sets, the next one finds. A block has failed when any of its commands
 * did.
 */
public final class Shell implements AutoCloseable {
    private static final String DONE = "podproof-block-done";

    private final Process bash;
    private final Writer input;
    private final BufferedReader replies;
    private final Path folder;

    /** What a block came to; both of its streams, as a reader sees them. */
    record Result(int code, String output) {}

    private Shell(Process bash, Path folder) {
        this.bash = bash;
        this.folder = folder;
        this.input = bash.outputWriter(StandardCharsets.UTF_8);
        this.replies = bash.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts it.
     *
     * @param folder for its files; the caller removes it
     * @param variables added to the environment of this process
     */
    public static Shell open(Path folder, Map<String, String> variables) {
        ProcessBuilder builder = new ProcessBuilder("bash", "--noprofile", "--norc")
                .redirectErrorStream(true)
                .directory(folder.toFile());
        builder.environment().putAll(variables);
        try {
            return new Shell(builder.start(), folder);
        } catch (IOException e) {
            throw new UncheckedIOException("bash cannot be started; workshops need it", e);
        }
    }

    /**
     * Runs a block.
     *
     * @param limit after which the shell is ended with all that runs in it
     */
    Result run(String commands, Duration limit) {
        try {
            Path block = Files.writeString(folder.resolve(".block"), commands + "\n");
            Path output = folder.resolve(".output");
            input.write("podproof_code=0; trap 'podproof_code=$?' ERR\n");
            input.write(". '" + block + "' >'" + output + "' 2>&1 </dev/null\n");
            input.write("trap - ERR; echo \"" + DONE + " $podproof_code\"\n");
            input.flush();
            String reply = CompletableFuture.supplyAsync(this::reply).get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return new Result(Integer.parseInt(reply.substring(DONE.length() + 1)), Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException("The shell cannot be used", e);
        } catch (TimeoutException e) {
            close();
            throw new BrokenPromise("The commands did not end within " + limit.toSeconds() + " s:\n" + commands);
        } catch (ExecutionException e) {
            throw new BrokenPromise("The commands ended the shell:\n" + commands);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new BrokenPromise("Interrupted in:\n" + commands);
        }
    }

    private String reply() {
        try {
            for (String line = replies.readLine(); line != null; line = replies.readLine()) {
                if (line.startsWith(DONE)) {
                    return line;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("the shell has ended");
    }

    @Override
    public void close() {
        bash.descendants().forEach(ProcessHandle::destroyForcibly);
        bash.destroyForcibly();
    }
}
