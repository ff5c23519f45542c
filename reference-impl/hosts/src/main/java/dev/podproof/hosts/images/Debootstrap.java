package dev.podproof.hosts.images;

import dev.podproof.hosts.engine.HostsException;
import dev.podproof.hosts.engine.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;

/**
 * Makes a minimal Debian from packages with the program debootstrap, as root, and an image of it, by the script that the launcher uses too. The
 * packages run as root on every host: none is taken whose list Debian has not signed.
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
                var script = Files.write(directory.resolve("make-context"), Recipe.read("base/make-context"));
                run("debootstrap", "bash", script.toString(), suite, directory.toString(), keys.toString());
                build(reference, directory);
            } finally {
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

    /** By a build that unpacks the tree: Engines answer docker-java's import of a stream with "unexpected EOF". */
    private void build(String reference, Path directory) throws IOException, InterruptedException {
        var archive = directory.resolve("context.tar");
        run("tar", "tar", "-C", directory.resolve("context").toString(), "-cf", archive.toString(), ".");
        progress.said("building " + reference);
        store.build(reference, Map.of(), archive, new BuildLog(reference, progress));
    }

    private void run(String program, String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var last = "";
        var verbs = new HashSet<String>();
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
                // Hundreds of lines, five verbs: a person wants to see the phases.
                var words = line.split(" ", 3);
                if (words.length > 1 && verbs.add(words[1]))
                    progress.said(program + ": " + line.replaceFirst("^I: ", ""));
            }
        }
        var code = process.waitFor();
        if (code != 0)
            throw new HostsException(
                    HostsException.Reason.NO_IMAGE,
                    program + " ended with code " + code + (last.isEmpty() ? "" : ": " + last));
    }
}
