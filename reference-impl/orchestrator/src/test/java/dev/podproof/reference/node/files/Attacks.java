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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** What a container does to files while an agent works on them. */
public final class Attacks {
    /** More than an array can hold: who reads it whole fails at once. */
    private static final long HUGE = 4L << 30;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
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

    /** Does something so many times while one entry is put in the place of the other, and back, as fast as can be. */
    public static void whileSwapping(Path one, Path other, int rounds, Task task) {
        whileSwapping(one, other, task, done -> done.worked() + done.failed() < rounds);
    }

    /** The same until it has both worked and failed, for half a minute at most: on a busy machine either may happen for long. */
    public static Swapped untilBothWhileSwapping(Path one, Path other, int rounds, Task task) {
        long begun = System.nanoTime();
        return whileSwapping(
                one,
                other,
                task,
                done -> done.worked() + done.failed() < rounds
                        || ((done.worked() == 0 || done.failed() == 0)
                                && System.nanoTime() - begun < PATIENCE.toNanos()));
    }

    private static Swapped whileSwapping(Path one, Path other, Task task, Predicate<Swapped> goOn) {
        AtomicBoolean over = new AtomicBoolean();
        Thread swapping = new Thread(
                () -> {
                    while (!over.get()) {
                        exchange(one, other);
                    }
                },
                "swapping");
        swapping.start();
        Swapped done = new Swapped(0, 0);
        while (goOn.test(done)) {
            try {
                task.run();
                done = new Swapped(done.worked() + 1, done.failed());
            } catch (IOException | RuntimeException swapped) {
                done = new Swapped(done.worked(), done.failed() + 1);
            }
        }
        over.set(true);
        try {
            swapping.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return done;
    }

    /** How often something worked and failed while what it works on was swapped. */
    public record Swapped(int worked, int failed) {}

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
