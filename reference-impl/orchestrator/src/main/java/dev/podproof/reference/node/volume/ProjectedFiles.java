package dev.podproof.reference.node.volume;

import dev.podproof.reference.node.files.Handle;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Files that a volume of the API's own data consists of. What a container sees are links through one link, {@code ..data}:
 * turning that one changes all files at once, so that nobody ever reads half of an update. Containers can't write there. Should one have
 * done so all the same, its links are not followed, its files not read beyond the size of ours, and what it put in our way goes.
 *
 * @param kind the directory that volumes of this kind are in
 * @param files what is in each, by its path in the volume
 */
record ProjectedFiles(String kind, Map<String, Content> files) {
    static final String SECRET = "secret";
    static final String PROJECTED = "projected";

    /** What names of the volume's own begin with: nobody may give a file such a path. */
    private static final String OWN = "..";

    private static final String DATA = "..data";
    private static final String NEXT = "..data_tmp";
    private static final int DIRECTORY = 0755;
    private static final int UNSEEN = 0600;

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

        /**
         * Shares the bytes, which nobody may change: one key of a Secret may be shown under any number of names.
         *
         * @param mode as in 0644
         */
        Content(byte[] bytes, int mode) {
            this.bytes = bytes;
            this.mode = mode;
        }
    }

    /** Writes what differs from what is there: all of it, or nothing. */
    Path writeTo(Path directory, Ownership ownership) throws IOException {
        Layout layout = Layout.of(files.keySet());
        try (Handle volume = Handle.made(directory, DIRECTORY)) {
            if (!isIn(volume, layout)) {
                String fresh = OWN + UUID.randomUUID();
                write(volume, fresh, layout, ownership);
                turn(volume, fresh);
                showThrough(volume, fresh, layout.top());
            }
        }
        return directory;
    }

    private boolean isIn(Handle volume, Layout layout) throws IOException {
        Optional<String> data = volume.linkTarget(DATA).map(Path::toString).filter(name -> name.startsWith(OWN));
        if (data.isEmpty()) {
            return false;
        }
        try (Handle there = volume.child(data.get())) {
            return layout.isIn(there) && haveContent(there);
        } catch (FileSystemException other) {
            return false;
        }
    }

    private boolean haveContent(Handle data) throws IOException {
        for (var file : files.entrySet()) {
            try (Handle there = data.down(Layout.inside(file.getKey()))) {
                if (!there.holds(file.getValue().bytes)) {
                    return false;
                }
            }
        }
        return true;
    }

    private void write(Handle volume, String fresh, Layout layout, Ownership ownership) throws IOException {
        try (Handle data = volume.directory(fresh, DIRECTORY)) {
            for (Path directory : layout.directories()) {
                try (Handle made = data.directories(Layout.names(directory), DIRECTORY)) {
                    ownership.forReading(made, DIRECTORY);
                }
            }
            for (var file : files.entrySet()) {
                Path path = Layout.inside(file.getKey());
                try (Handle parent = data.down(Layout.names(Layout.parent(path)));
                        Handle made = parent.file(path.getFileName().toString(), UNSEEN)) {
                    made.write(file.getValue().bytes);
                    ownership.forReading(made, file.getValue().mode);
                }
            }
        }
    }

    private static void turn(Handle volume, String fresh) throws IOException {
        volume.remove(NEXT);
        volume.link(NEXT, Path.of(fresh));
        if (volume.linkTarget(DATA).isEmpty()) {
            volume.remove(DATA);
        }
        volume.rename(NEXT, DATA);
    }

    /** A link for each name that there is now, and none for those that are gone; and nothing of what was there before. */
    private static void showThrough(Handle volume, String fresh, Set<String> names) throws IOException {
        volume.everyEntry(name -> {
            boolean old = name.startsWith(OWN)
                    ? !Set.of(DATA, fresh).contains(name)
                    : !names.contains(name) && volume.linkTarget(name).isPresent();
            if (old) {
                volume.remove(name);
            }
            return true;
        });
        for (String name : names) {
            if (!volume.has(name)) {
                volume.link(name, Path.of(DATA, name));
            }
        }
    }
}
