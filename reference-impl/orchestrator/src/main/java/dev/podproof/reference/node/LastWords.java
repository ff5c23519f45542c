package dev.podproof.reference.node;

import dev.podproof.reference.node.runtime.Container;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The file that each container finds at its terminationMessagePath, and what it says there when it ends. */
final class LastWords {
    private static final int LONGEST = 4_096;

    private final NodeOptions options;

    LastWords(NodeOptions options) {
        this.options = options;
    }

    /** An empty file for the container's so-many-th run, which whoever it runs as may write. */
    Path prepare(String podUid, String container, int restartCount) {
        Path file = file(podUid, container, restartCount);
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(file);
            Files.createFile(file);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        } catch (IOException cause) {
            throw new UncheckedIOException("can't make " + file, cause);
        }
        return file;
    }

    /** What an ended container left; empty if nothing. */
    Optional<String> of(Container container) {
        Path file = file(container.podUid(), container.containerName(), container.restartCount());
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (InputStream words = Files.newInputStream(file)) {
            String text = new String(words.readNBytes(LONGEST), StandardCharsets.UTF_8);
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        } catch (IOException cause) {
            throw new UncheckedIOException("can't read " + file, cause);
        }
    }

    private Path file(String podUid, String container, int restartCount) {
        return options.podDirectory(podUid)
                .resolve("containers")
                .resolve(container)
                .resolve(restartCount + ".log");
    }
}
