package dev.podproof.reference.node;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerStreams;
import dev.podproof.reference.node.runtime.ContainerStreams.LogQuery;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The file that each container finds at its terminationMessagePath, and what it says there when it ends. */
final class LastWords {
    private static final int LONGEST = 4_096;
    private static final int LONGEST_OF_LOG = 2_048;
    private static final long LINES_OF_LOG = 80;

    private final NodeOptions options;
    private final ContainerStreams streams;

    LastWords(NodeOptions options, ContainerStreams streams) {
        this.options = options;
        this.streams = streams;
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

    /**
     * What an ended container left; empty if nothing.
     *
     * @param orLog take the end of its output if it failed without a word
     */
    String of(Container container, boolean orLog) {
        String words = fromFile(file(container.podUid(), container.containerName(), container.restartCount()));
        boolean failed = container.exitCode() != 0 && container.startedAt().isPresent();
        return words.isEmpty() && failed && orLog ? fromLog(container) : words;
    }

    private static String fromFile(Path path) {
        if (!Files.isRegularFile(path)) {
            return "";
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            byte[] end = new byte[Math.toIntExact(Math.min(LONGEST, file.length()))];
            file.seek(file.length() - end.length);
            file.readFully(end);
            return new String(end, StandardCharsets.UTF_8);
        } catch (IOException cause) {
            throw new UncheckedIOException("can't read " + path, cause);
        }
    }

    private String fromLog(Container container) {
        LogQuery end = new LogQuery(false, false, Optional.of(LINES_OF_LOG), Optional.empty());
        LogEnd log = new LogEnd(LONGEST_OF_LOG);
        try {
            AutoCloseable reading = streams.logs(container.id(), end, log);
            String text = log.text();
            reading.close();
            return text;
        } catch (RuntimeFailure gone) {
            return "";
        } catch (Exception cause) {
            throw new IllegalStateException("can't read the log of " + container.name(), cause);
        }
    }

    private Path file(String podUid, String container, int restartCount) {
        return options.podDirectory(podUid)
                .resolve("containers")
                .resolve(container)
                .resolve(restartCount + ".log");
    }
}
