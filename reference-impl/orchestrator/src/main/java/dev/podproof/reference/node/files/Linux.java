package dev.podproof.reference.node.files;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** What java.nio has no word for: to hold a file without opening it, so that a pipe can't block and a device does nothing. */
final class Linux {
    private static final C CALLS = Native.load("c", C.class);

    private static final int NO_ENTRY = 2;
    private static final int NO_ACCESS = 13;
    private static final int NO_DIRECTORY = -1;
    private static final int HOLD_ONLY = 0x20_0000 | 0x8_0000;

    /** The one flag of ours whose number depends on the processor: x86 and most others, then ARM and POWER. */
    private static final int[] NO_FOLLOW = {0x2_0000, 0x8000};

    private static final int HOLD = HOLD_ONLY | noFollow();

    private Linux() {}

    /** Its number in this process. A link is not followed: it is itself what is held then. */
    static int hold(int directory, String name) throws IOException {
        return open(directory, name, HOLD);
    }

    static int holdRoot() throws IOException {
        return hold(NO_DIRECTORY, "/");
    }

    static void release(int file) {
        CALLS.close(file);
    }

    /** The kernel's own name of what this process holds: it leads there whatever becomes of the path. */
    static Path path(int file) {
        return Path.of("/proc/self/fd/" + file);
    }

    private static int open(int directory, String name, int flags) throws IOException {
        try {
            return CALLS.openat(directory, (name + "\0").getBytes(StandardCharsets.UTF_8), flags);
        } catch (LastErrorException failed) {
            throw switch (failed.getErrorCode()) {
                case NO_ENTRY -> new NoSuchFileException(name);
                case NO_ACCESS -> new AccessDeniedException(name);
                default ->
                    new FileSystemException(name, null, failed.getMessage().replaceFirst("^\\[\\d+\\] ", ""));
            };
        }
    }

    /** Asked of the kernel: a wrong number would not fail, but have every link followed. */
    private static int noFollow() {
        try {
            for (int flag : NO_FOLLOW) {
                int held = open(NO_DIRECTORY, "/proc/self", HOLD_ONLY | flag);
                boolean isLink = Files.readAttributes(path(held), BasicFileAttributes.class)
                        .isSymbolicLink();
                release(held);
                if (isLink) {
                    return flag;
                }
            }
        } catch (IOException cause) {
            throw new IllegalStateException("can't hold files through /proc/self/fd: is /proc there?", cause);
        }
        throw new IllegalStateException("this kernel follows links even if told not to: pods' files would not be safe");
    }

    interface C extends Library {
        int openat(int directory, byte[] path, int flags) throws LastErrorException;

        int close(int file) throws LastErrorException;
    }
}
