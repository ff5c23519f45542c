package dev.podproof.reference.node.volume;

import dev.podproof.reference.node.files.Handle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Where something is mounted, as the kernel tells it. A part of a volume that is shown somewhere bears there the name that its containers
 * give it meanwhile, which may be no text at all: only the place is read.
 */
record Mounts(List<Path> places) {
    private static final Path OF_THIS_PROCESS = Path.of("/proc/self/mountinfo");
    private static final int MOST_BYTES = 64 << 20;
    private static final int PLACE = 4;

    Mounts {
        places = List.copyOf(places);
    }

    static Mounts now() throws IOException {
        try (Handle list = Handle.at(OF_THIS_PROCESS)) {
            return parse(list.all(MOST_BYTES));
        }
    }

    static Mounts parse(byte[] text) {
        return new Mounts(new String(text, StandardCharsets.UTF_8)
                .lines()
                .map(line -> Path.of(unescaped(line.split(" ", PLACE + 2)[PLACE])))
                .toList());
    }

    private static String unescaped(String text) {
        return text.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }

    /** Places below that directory, the innermost first. */
    List<Path> below(Path directory) {
        return places.stream()
                .filter(place -> place.startsWith(directory) && !place.equals(directory))
                .sorted((one, other) -> other.getNameCount() - one.getNameCount())
                .toList();
    }

    boolean has(Path place) {
        return places.contains(place);
    }
}
