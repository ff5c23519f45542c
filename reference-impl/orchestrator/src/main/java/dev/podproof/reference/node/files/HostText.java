package dev.podproof.reference.node.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the host and its kernel say in files of their own. */
public final class HostText {
    private static final int MOST_BYTES = 1 << 20;

    private HostText() {}

    /** Empty if there is no such file. One that is larger than any of these is an error. */
    public static String of(Path path) throws IOException {
        try (Handle file = Handle.at(path)) {
            return new String(file.all(MOST_BYTES), StandardCharsets.UTF_8);
        } catch (NoSuchFileException none) {
            return "";
        }
    }
}
