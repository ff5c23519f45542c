package dev.podproof.reference.node.files;

import com.sun.jna.Library;
import com.sun.jna.Native;
import dev.podproof.reference.host.HostCommands;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** What a container does to files while an agent works on them. */
public final class Attacks {
    /** More than an array can hold: who reads it whole fails at once. */
    private static final long HUGE = 4L << 30;

    private static final int HERE = -100;
    private static final int EXCHANGE = 2;

    private static final HostCommands HOST = new HostCommands(Duration.ofSeconds(20));

    private Attacks() {}

    public static void pipe(Path place) {
        HOST.run("mkfifo", place.toString());
    }

    /** A file that takes no room on the disk, however large it is. */
    public static void huge(Path place) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(place.toFile(), "rw")) {
            file.setLength(HUGE);
        }
    }

    /** A directory and a file in it whose names are no text. */
    public static void nameless(Path directory) {
        String make = "d=$(printf '%s/\\377d' \"$1\"); mkdir \"$d\"; touch \"$(printf '%s/\\376f' \"$d\")\"";
        HOST.run("sh", "-c", make, "sh", directory.toString());
    }

    /** A tree so deep that no path leads to its end. */
    public static void deep(Path directory, int levels) throws IOException {
        try (Handle top = Handle.at(directory);
                Handle end = top.directories(Collections.nCopies(levels, Path.of("deeper")), 0755)) {
            end.file("at-the-end", 0644).close();
        }
    }

    public interface Task {
        void run() throws IOException;
    }

    /** Does something as a process by whose umask nobody may do anything with what it makes. */
    public static void withStrictUmask(Task task) throws IOException {
        int before = C.CALLS.umask(0777);
        try {
            task.run();
        } finally {
            C.CALLS.umask(before);
        }
    }

    /** Does something so many times while one entry is put in the place of the other, and back, as fast as can be; how often it failed. */
    public static int whileSwapping(Path one, Path other, int rounds, Task task) {
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> swapping = CompletableFuture.runAsync(() -> {
            while (!over.get()) {
                exchange(one, other);
            }
        });
        int failed = 0;
        for (int round = 0; round < rounds; round++) {
            try {
                task.run();
            } catch (IOException | RuntimeException swapped) {
                failed++;
            }
        }
        over.set(true);
        swapping.join();
        return failed;
    }

    private static void exchange(Path one, Path other) {
        C.CALLS.renameat2(HERE, bytes(one), HERE, bytes(other), EXCHANGE);
    }

    private static byte[] bytes(Path path) {
        return (path + "\0").getBytes(StandardCharsets.UTF_8);
    }

    private interface C extends Library {
        C CALLS = Native.load("c", C.class);

        int umask(int mode);

        int renameat2(int fromDirectory, byte[] from, int toDirectory, byte[] to, int flags);
    }
}
