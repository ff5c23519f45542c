package dev.podproof.reference.node.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the host and its kernel say in files of their own, and how much room its disk has. */
public final class HostFiles {
    private static final int MOST_BYTES = 1 << 20;

    private HostFiles() {}

    /** Empty if there is no such file. One that is larger than any of these is an error. */
    public static String text(Path path) throws IOException {
        try (Handle file = Handle.at(path)) {
            return new String(file.all(MOST_BYTES), StandardCharsets.UTF_8);
        } catch (NoSuchFileException none) {
            return "";
        }
    }

    /** Bytes that can still be written to the disk that this is on. */
    public static long usableBytes(Path path) throws IOException {
        return Files.getFileStore(path).getUsableSpace();
    }

    /** Bytes that the disk has which this is on. */
    public static long totalBytes(Path path) throws IOException {
        return Files.getFileStore(path).getTotalSpace();
    }
}
