package dev.podproof.reference.node.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files that a volume of the API's own data consists of.
 *
 * @param kind the directory that volumes of this kind are in
 * @param files what is in each, by its path in the volume
 */
record ProjectedFiles(String kind, Map<String, Content> files) {

    ProjectedFiles {
        files = new TreeMap<>(files);
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

        private void replace(Path place) throws IOException {
            Files.createDirectories(place.getParent());
            Path fresh = Files.createTempFile(place.getParent(), ".", ".new");
            Files.write(fresh, bytes);
            Files.setAttribute(fresh, "unix:mode", mode);
            Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Writes what differs from what is there; each file changes at once or not at all. */
    Path writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (var file : files.entrySet()) {
            Path place = directory.resolve(file.getKey()).normalize();
            if (!place.startsWith(directory)) {
                throw new IOException("the path " + file.getKey() + " leads out of the volume");
            }
            if (!file.getValue().isIn(place)) {
                file.getValue().replace(place);
            }
        }
        return directory;
    }
}
