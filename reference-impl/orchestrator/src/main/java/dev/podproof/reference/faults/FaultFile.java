package dev.podproof.reference.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that says which faults are on, an ID a line. Beside it, in a file whose name ends in {@code .done}, stands what has been done: the same text, or why
 * it could not be.
 */
public final class FaultFile {
    private static final Logger LOG = LoggerFactory.getLogger(FaultFile.class);

    private final Path file;
    private final Faults faults;
    private String done;

    public FaultFile(Path file, Faults faults) {
        this.file = file;
        this.faults = faults;
    }

    /**
     * Does what it says at the start of a process.
     *
     * @throws IllegalArgumentException if it names a fault that there is not
     */
    public void begin() {
        String text = read();
        faults.use(ids(text));
        say(text);
    }

    /** To be called once a second; an unknown fault changes nothing. */
    public void look() {
        String text = read();
        if (!text.equals(done)) {
            try {
                faults.use(ids(text));
                say(text);
            } catch (RuntimeException failed) {
                LOG.error("faults are not switched: {}", failed.getMessage(), failed);
                done = text;
                write("! " + failed.getMessage() + "\n");
            }
        }
        faults.tick();
    }

    private void say(String text) {
        done = text;
        write(text);
    }

    private String read() {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException failed) {
            throw new UncheckedIOException("can't read which faults are on from " + file, failed);
        }
    }

    /** Whoever waits for it must not read half of it. */
    private void write(String text) {
        Path target = file.resolveSibling(file.getFileName() + ".done");
        Path next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.writeString(next, text);
            Files.move(next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException("can't say which faults are on in " + target, failed);
        }
    }

    private static Set<String> ids(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .collect(Collectors.toSet());
    }
}
