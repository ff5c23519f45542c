package dev.podproof.reference.node.volume;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The group that a pod's own volumes belong to, as its {@code fsGroup} says: its containers are in that group, whichever
 * users they run as.
 */
record Ownership(Optional<Long> group) {
    private static final int FILE = 0440;
    private static final int DIRECTORY = 02550;

    static Ownership of(Pod pod) {
        return new Ownership(
                Optional.ofNullable(pod.getSpec().getSecurityContext()).map(context -> context.getFsGroup()));
    }

    /** Makes all that is there the group's, for reading. */
    void give(Path directory) throws IOException {
        if (group.isEmpty()) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                give(file, Files.isDirectory(file) ? DIRECTORY : FILE);
            }
        }
    }

    /** Makes an empty directory the group's, and what will be made in it. */
    void giveEmpty(Path directory) throws IOException {
        if (group.isPresent()) {
            give(directory, 02770);
        }
    }

    private void give(Path file, int mode) throws IOException {
        Files.setAttribute(file, "unix:gid", Math.toIntExact(group.orElseThrow()), LinkOption.NOFOLLOW_LINKS);
        int before = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
        Files.setAttribute(file, "unix:mode", before | mode);
    }
}
