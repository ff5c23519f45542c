package dev.podproof.reference.main;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory with this host's certificates and keys. */
record Secrets(Path directory) {

    /** A file's path, for those who read it themselves. */
    Path path(String name) {
        return directory.resolve(name);
    }

    /**
     * A file's text, PEM.
     *
     * @throws UncheckedIOException if it can't be read; the message names it
     */
    String read(String name) {
        try {
            return Files.readString(path(name));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("can't read " + path(name), unreadable);
        }
    }
}
