package dev.podproof.report.run;

import dev.podproof.report.render.ReportFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder that a run writes to, locked against other runs while it is open. An earlier report in it is replaced when recording begins
 * and not before, so that a run that never starts leaves it as it was. The folders of several runs side by side belong to it, if they hold
 * reports.
 */
public final class OutputFolder implements AutoCloseable {
    private static final String LOCK = ".podproof.lock";

    private final Path path;
    private final List<String> ours;
    private final boolean made;
    private final FileChannel channel;
    private final FileLock lock;

    private OutputFolder(Path path, List<String> ours, boolean made, FileChannel channel, FileLock lock) {
        this.path = path;
        this.ours = ours;
        this.made = made;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the folder.
     *
     * @param ours the names that a report is made of
     * @throws BadInput when it is in use, holds something else, or cannot be written
     */
    public static OutputFolder take(Path path, List<String> ours) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new BadInput("The output folder " + path + " is a file; name another with --out");
        }
        boolean made = !Files.exists(path);
        try {
            requireOnlyOurs(path, ours);
            Files.createDirectories(path);
            FileChannel channel =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new BadInput("The output folder " + path
                        + " is used by another run; wait for it, or name another with --out");
            }
            return new OutputFolder(path, ours, made, channel, lock);
        } catch (IOException e) {
            throw new BadInput(
                    "The output folder " + path + " cannot be written (" + e + "); name another with --out", e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another run of this very process holds it.
            return null;
        }
    }

    private static void requireOnlyOurs(Path path, List<String> ours) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.list(path)) {
            Set<String> others = files.map(p -> p.getFileName().toString())
                    .filter(name -> !name.equals(LOCK) && !ours.contains(name) && !isColumn(path.resolve(name)))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (!others.isEmpty()) {
                throw new BadInput("The output folder " + path + " holds files that are not of an earlier report ("
                        + others.iterator().next() + "); empty it, or name another with --out");
            }
        }
    }

    /** A folder of that name which holds a report; somebody else's folder may have the same name. */
    private static boolean isColumn(Path folder) {
        return NetworksPlan.columns().contains(folder.getFileName().toString())
                && Files.isRegularFile(folder.resolve(ReportFiles.MESSAGES));
    }

    public Path path() {
        return path;
    }

    /** Removes the earlier report, if there is one. */
    public void clear() throws IOException {
        for (String name : ours) {
            remove(path.resolve(name));
        }
        for (String name : NetworksPlan.columns()) {
            if (isColumn(path.resolve(name))) {
                remove(path.resolve(name));
            }
        }
    }

    private static void remove(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (Stream<Path> below = Files.walk(file)) {
            for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** Lets go of the folder, and removes it when it was made for a run that wrote nothing. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(path.resolve(LOCK));
            lock.release();
            channel.close();
            if (made && isEmpty()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new BadInput("The output folder " + path + " cannot be left in order: " + e, e);
        }
    }

    private boolean isEmpty() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.findAny().isEmpty();
        }
    }
}
