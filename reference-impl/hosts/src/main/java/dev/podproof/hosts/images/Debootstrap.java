package dev.podproof.hosts.images;

import dev.podproof.hosts.engine.HostsException;
import dev.podproof.hosts.engine.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Makes a minimal Debian from packages with the program debootstrap, as root, and an image of it. The packages run as root on every host: none is
 * taken whose list Debian has not signed.
 */
final class Debootstrap {
    private final ImageStore store;
    private final Path keys;
    private final Progress progress;

    /** @param keys the keyring of those whose signatures count */
    Debootstrap(ImageStore store, Path keys, Progress progress) {
        this.store = store;
        this.keys = keys;
        this.progress = progress;
    }

    void make(String reference, String suite) {
        try {
            var directory = Files.createTempDirectory("podproof-debian-");
            try {
                install(suite, directory.resolve("root"));
                build(reference, directory);
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

    /** By itself debootstrap warns where it can't check a signature, and goes on. */
    static List<String> command(Path keys, String suite, Path directory) {
        return List.of(
                "debootstrap",
                "--force-check-gpg",
                "--keyring=" + keys,
                "--variant=minbase",
                suite,
                directory.toString());
    }

    private void install(String suite, Path directory) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command(keys, suite, directory))
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

    /** By a build that unpacks the tree: Engines answer docker-java's import of a stream with "unexpected EOF". */
    private void build(String reference, Path directory) throws IOException, InterruptedException {
        var context = Files.createDirectory(directory.resolve("context"));
        Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nADD root.tar /\nCMD [\"bash\"]\n");
        pack(directory.resolve("root"), context.resolve("root.tar"));
        var archive = directory.resolve("context.tar");
        pack(context, archive);
        progress.said("building " + reference);
        store.build(reference, Map.of(), archive, new BuildLog(reference, progress));
    }

    private static void pack(Path directory, Path archive) throws IOException, InterruptedException {
        var process = new ProcessBuilder("tar", "-C", directory.toString(), "-cf", archive.toString(), ".")
                .redirectErrorStream(true)
                .start();
        String last;
        try (var lines = lines(process)) {
            last = lines.lines().reduce("", (before, line) -> line);
        }
        require(process, "tar", last);
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
