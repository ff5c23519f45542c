package dev.podproof.reference.node.volume;

import dev.podproof.reference.node.files.Handle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which names are in which directory.
 *
 * @param names by the directory's path, those further up first; the path of the topmost is empty
 */
record Layout(Map<Path, Set<String>> names) {
    private static final Path TOP = Path.of("");

    /** That of these files and of the directories that they need. */
    static Layout of(Collection<String> files) throws IOException {
        Map<Path, Set<String>> names = new TreeMap<>(Map.of(TOP, new HashSet<>()));
        for (String file : files) {
            for (Path path = inside(file); !path.equals(TOP); path = parent(path)) {
                names.computeIfAbsent(parent(path), directory -> new HashSet<>())
                        .add(path.getFileName().toString());
            }
        }
        return new Layout(names);
    }

    static Path inside(String file) throws IOException {
        Path path = Path.of(file).normalize();
        if (path.isAbsolute() || path.equals(TOP) || path.toString().startsWith("..")) {
            throw new IOException("the path " + file + " leads out of the volume");
        }
        return path;
    }

    static Path parent(Path path) {
        return path.getParent() == null ? TOP : path.getParent();
    }

    static Iterable<Path> names(Path path) {
        return path.equals(TOP) ? List.of() : path;
    }

    Set<Path> directories() {
        return names.keySet();
    }

    Set<String> top() {
        return names.get(TOP);
    }

    /** True if the directories are there, with these names and no others. */
    boolean isIn(Handle place) throws IOException {
        for (var directory : names.entrySet()) {
            Set<String> missing = new HashSet<>(directory.getValue());
            try (Handle there = place.down(names(directory.getKey()))) {
                if (!there.everyEntry(missing::remove) || !missing.isEmpty()) {
                    return false;
                }
            }
        }
        return true;
    }
}
