package dev.podproof.reference.node.volume;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files that a volume of the API's own data consists of. What a container sees are links through one link, {@code ..data}:
 * turning that one changes all files at once, so that nobody ever reads half of an update.
 *
 * @param kind the directory that volumes of this kind are in
 * @param files what is in each, by its path in the volume
 */
record ProjectedFiles(String kind, Map<String, Content> files) {
    static final String SECRET = "secret";
    static final String PROJECTED = "projected";
    private static final String DATA = "..data";

    ProjectedFiles {
        files = new TreeMap<>(files);
    }

    /** True if they belong into memory alone. */
    boolean mayBeSecret() {
        return kind.equals(SECRET) || kind.equals(PROJECTED);
    }

    /** What is in a file, and who may do what with it. */
    static final class Content {
        private final byte[] bytes;
        private final int mode;

        /** @param mode as in 0644 */
        Content(byte[] bytes, int mode) {
            this.bytes = bytes.clone();
            this.mode = mode;
        }

        private boolean isIn(Path place) throws IOException {
            return Files.isRegularFile(place) && Arrays.equals(Files.readAllBytes(place), bytes);
        }

        private void writeTo(Path place) throws IOException {
            Files.createDirectories(place.getParent());
            Files.write(place, bytes);
            Files.setAttribute(place, "unix:mode", mode);
        }
    }

    /** Writes what differs from what is there: all of it, or nothing. */
    Path writeTo(Path directory, Ownership ownership) throws IOException {
        Files.createDirectories(directory);
        Path data = directory.resolve(DATA);
        if (isIn(data)) {
            return directory;
        }
        Path fresh = Files.createTempDirectory(directory, "..");
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (var file : files.entrySet()) {
            file.getValue().writeTo(within(fresh, file.getKey()));
        }
        ownership.give(fresh);
        Path before = Files.exists(data) ? data.toRealPath() : null;
        Path link = directory.resolve("..data_tmp");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, fresh.getFileName());
        Files.move(link, data, StandardCopyOption.ATOMIC_MOVE);
        showThrough(directory);
        if (before != null) {
            delete(before);
        }
        return directory;
    }

    private static Path within(Path directory, String path) throws IOException {
        Path place = directory.resolve(path).normalize();
        if (!place.startsWith(directory)) {
            throw new IOException("the path " + path + " leads out of the volume");
        }
        return place;
    }

    private boolean isIn(Path data) throws IOException {
        if (!Files.isDirectory(data)) {
            return false;
        }
        for (var file : files.entrySet()) {
            if (!file.getValue().isIn(data.resolve(file.getKey()))) {
                return false;
            }
        }
        try (Stream<Path> there = Files.walk(data.toRealPath())) {
            return there.filter(Files::isRegularFile).count() == files.size();
        }
    }

    /** A link for each name that there is now, and none for those that are gone. */
    private void showThrough(Path directory) throws IOException {
        Set<String> names =
                files.keySet().stream().map(path -> path.split("/", 2)[0]).collect(Collectors.toSet());
        try (Stream<Path> links = Files.list(directory)) {
            for (Path link : links.filter(Files::isSymbolicLink).toList()) {
                String name = link.getFileName().toString();
                if (!name.equals(DATA) && !names.contains(name)) {
                    Files.delete(link);
                }
            }
        }
        for (String name : names) {
            Path link = directory.resolve(name);
            if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(link, Path.of(DATA, name));
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path left, IOException failed) throws IOException {
                Files.delete(left);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
