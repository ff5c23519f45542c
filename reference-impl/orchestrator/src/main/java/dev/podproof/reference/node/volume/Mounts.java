package dev.podproof.reference.node.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is mounted where, as the kernel tells it: its own view, which no link in a container's volume can change. */
record Mounts(List<Mount> mounts) {
    private static final Path OF_THIS_PROCESS = Path.of("/proc/self/mountinfo");

    /**
     * One mount.
     *
     * @param device the file system it shows
     * @param root the part of the file system that it shows
     * @param place where
     */
    record Mount(String device, Path root, Path place) {}

    static Mounts now() throws IOException {
        return parse(Files.readAllLines(OF_THIS_PROCESS));
    }

    static Mounts parse(List<String> lines) {
        return new Mounts(lines.stream().map(Mounts::mount).toList());
    }

    private static Mount mount(String line) {
        String[] fields = line.split(" ", 6);
        return new Mount(fields[2], Path.of(unescaped(fields[3])), Path.of(unescaped(fields[4])));
    }

    private static String unescaped(String text) {
        return text.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }

    /** Places below that directory, the innermost first. */
    List<Path> below(Path directory) {
        return mounts.stream()
                .map(Mount::place)
                .filter(place -> place.startsWith(directory) && !place.equals(directory))
                .sorted((one, other) -> other.getNameCount() - one.getNameCount())
                .toList();
    }

    boolean has(Path place) {
        return mounts.stream().anyMatch(mount -> mount.place().equals(place));
    }

    /** True if what is mounted at the place is part of what that directory holds. */
    boolean isPartOf(Path place, Path directory) {
        Mount shown = mounts.stream()
                .filter(mount -> mount.place().equals(place))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        return mounts.stream()
                .filter(mount -> !mount.place().equals(place) && mount.device().equals(shown.device()))
                .filter(mount -> shown.root().startsWith(mount.root()))
                .map(mount -> mount.place().resolve(mount.root().relativize(shown.root())))
                .anyMatch(origin -> origin.normalize().startsWith(directory));
    }
}
