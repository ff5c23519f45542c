package dev.podproof.reference.main;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory with this host's certificates and keys. */
record Secrets(Path directory) {

    /** A file's path, for those who read it themselves. */
    Path path(String name) {
        return directory.resolve(name);
    }

    /**
     * Writes a file that nobody else can read, in place of one that was there.
     *
     * @throws UncheckedIOException if it can't be written; the message names the directory
     */
    void keep(String name, byte[] content) {
        Path file = path(name);
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, content);
        } catch (IOException failed) {
            throw new UncheckedIOException("can't keep this host's certificates in " + directory, failed);
        }
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
