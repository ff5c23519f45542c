package dev.podproof.hosts.images;

import dev.podproof.hosts.engine.HostsException;
import dev.podproof.hosts.engine.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;

/** Makes a minimal Debian from packages with the program debootstrap, as root, and imports it as an image. */
final class Debootstrap {
    private final ImageStore store;
    private final Progress progress;

    Debootstrap(ImageStore store, Progress progress) {
        this.store = store;
        this.progress = progress;
    }

    void make(String reference, String suite) {
        try {
            var directory = Files.createTempDirectory("podproof-debian-");
            try {
                install(suite, directory);
                importImage(reference, directory);
            } finally {
                // The tree holds directories that only a program running as root with no fear of links should take
                // away.
                new ProcessBuilder("rm", "-rf", "--one-file-system", directory.toString())
                        .start()
                        .waitFor();
            }
        } catch (IOException e) {
            throw new HostsException(
                    HostsException.Reason.NO_IMAGE,
                    "cannot make the image " + reference + " from Debian's packages",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostsException(HostsException.Reason.INTERRUPTED, "interrupted while making " + reference, e);
        }
    }

    private void install(String suite, Path directory) throws IOException, InterruptedException {
        var process = new ProcessBuilder(List.of("debootstrap", "--variant=minbase", suite, directory.toString()))
                .redirectErrorStream(true)
                .start();
        var last = "";
        var verbs = new HashSet<String>();
        try (var lines = lines(process)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
                // Hundreds of lines, five verbs: a person wants to see the phases.
                var words = line.split(" ", 3);
                if (words.length > 1 && verbs.add(words[1]))
                    progress.said("debootstrap: " + line.replaceFirst("^I: ", ""));
            }
        }
        require(process, "debootstrap", last);
    }

    private void importImage(String reference, Path directory) throws IOException, InterruptedException {
        progress.said("importing " + reference);
        var process = new ProcessBuilder("tar", "-C", directory.toString(), "-c", ".")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var root = process.getInputStream()) {
            store.importRoot(reference, root);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        require(process, "tar", "");
    }

    private static BufferedReader lines(Process process) {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    private static void require(Process process, String program, String last) throws InterruptedException {
        var code = process.waitFor();
        if (code != 0)
            throw new HostsException(
                    HostsException.Reason.NO_IMAGE,
                    program + " ended with code " + code + (last.isEmpty() ? "" : ": " + last));
    }
}
