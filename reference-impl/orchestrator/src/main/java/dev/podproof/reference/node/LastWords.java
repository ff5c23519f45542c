package dev.podproof.reference.node;

import dev.podproof.reference.node.files.Handle;
import dev.podproof.reference.node.files.Kind;
import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerStreams;
import dev.podproof.reference.node.runtime.ContainerStreams.LogQuery;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The file that each container finds at its terminationMessagePath, and what it says there when it ends. */
final class LastWords {
    private static final int DIRECTORY = 0755;
    private static final int ALL_MAY_WRITE = 0666;
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
        Path directory = directory(podUid, container);
        String name = name(restartCount);
        try (Handle runs = Handle.made(directory, DIRECTORY)) {
            runs.remove(name);
            runs.file(name, ALL_MAY_WRITE).close();
        } catch (IOException cause) {
            throw new UncheckedIOException("can't make " + name + " in " + directory, cause);
        }
        return directory.resolve(name);
    }

    /**
     * What an ended container left; empty if nothing.
     *
     * @param orLog take the end of its output if it failed without a word
     */
    String of(Container container, boolean orLog) {
        String words =
                fromFile(directory(container.podUid(), container.containerName()), name(container.restartCount()));
        boolean failed = container.exitCode() != 0 && container.startedAt().isPresent();
        return words.isEmpty() && failed && orLog ? fromLog(container) : words;
    }

    /** However much it wrote there; and what is no file any more says nothing. */
    private static String fromFile(Path directory, String name) {
        try (Handle runs = Handle.at(directory);
                Handle file = runs.child(name)) {
            // A hole in a file reads as NULs, which nobody wrote, before the words.
            return file.kind() == Kind.FILE
                    ? new String(file.end(LONGEST), StandardCharsets.UTF_8).replaceFirst("^\\x00+", "")
                    : "";
        } catch (NoSuchFileException none) {
            return "";
        } catch (IOException cause) {
            throw new UncheckedIOException("can't read " + name + " in " + directory, cause);
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

    private Path directory(String podUid, String container) {
        return options.podDirectory(podUid).resolve("containers").resolve(container);
    }

    private static String name(int restartCount) {
        return restartCount + ".log";
    }
}
