package dev.podproof.hosts.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The real kubectl, as a user would call it, in one namespace of a cluster. */
final class Kubectl {
    private static final long LIMIT_SECONDS = 90;

    private final Path binary;
    private final Path kubeconfig;
    private final Path home;
    private final String namespace;

    Kubectl(Path binary, Path kubeconfig, Path home, String namespace) {
        this.binary = binary;
        this.kubeconfig = kubeconfig;
        this.home = home;
        this.namespace = namespace;
    }

    /** How a command ended. */
    record Result(List<String> command, int code, String out, String err) {
        /** What it wrote, after it was seen to succeed. */
        String succeeded() {
            assertThat(code).as("%s%n%s%s", command, out, err).isZero();
            return out;
        }

        /** What it wrote in its error stream, after it was seen to fail. */
        String refused() {
            assertThat(code).as("%s%n%s%s", command, out, err).isNotZero();
            return err;
        }
    }

    /** Runs it to its end, which has to be success; gives back what it wrote. */
    String run(String... arguments) {
        return fed("", arguments).succeeded();
    }

    /** Runs it to its end with that input. */
    Result fed(String input, String... arguments) {
        return finish(start(arguments), input, List.of(arguments));
    }

    /** Runs a shell's line in which {@code kubectl} is this one, with a terminal of its own. */
    Result inTerminal(String input, String line) {
        return finish(
                launch(List.of("script", "--quiet", "--return", "--command", line, "/dev/null"), Map.of()),
                input,
                List.of(line));
    }

    /** Starts it; the caller ends it. */
    Process start(String... arguments) {
        return start(Map.of(), arguments);
    }

    Process start(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(List.of(arguments));
        return launch(command, environment);
    }

    /** Runs it with one more variable in its environment. */
    String run(Map<String, String> environment, String... arguments) {
        return finish(start(environment, arguments), "", List.of(arguments)).succeeded();
    }

    private Process launch(List<String> command, Map<String, String> environment) {
        var builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().put("KUBECONFIG", kubeconfig().toString());
        builder.environment().put("HOME", home.toString());
        builder.environment().merge("PATH", binary.getParent().toString(), (old, ours) -> ours + ":" + old);
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command + "; is it installed?", e);
        }
    }

    /** The cluster's, with the namespace as its default. */
    private Path kubeconfig() {
        var own = home.resolve("kubeconfig");
        try {
            if (Files.notExists(own)) {
                var text = Files.readString(kubeconfig);
                Files.writeString(
                        own, text.replaceFirst("(?m)^(\\s*)(cluster: \\S+)$", "$1$2\n$1namespace: " + namespace));
            }
            return own;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Result finish(Process process, String input, List<String> command) {
        var out = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
        var err = CompletableFuture.supplyAsync(() -> read(process.getErrorStream()));
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException ignored) {
            // It may end without reading its input; how it ended is what counts.
        }
        try {
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            var result = new Result(command, ended ? process.waitFor() : -1, out.join(), err.join());
            assertThat(ended)
                    .as(
                            "%s did not end within %s s; it wrote: %s%s",
                            command, LIMIT_SECONDS, result.out(), result.err())
                    .isTrue();
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while kubectl ran", e);
        }
    }

    private static String read(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
