package dev.podproof.reference.node.volume;

import dev.podproof.reference.node.files.Handle;
import dev.podproof.reference.node.files.Kind;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.Optional;

/**
 * The group that a pod's own volumes belong to, as its {@code fsGroup} says: its containers are in that group, whichever
 * users they run as. It is given when something is made, and nothing that containers made is touched.
 */
record Ownership(Optional<Long> group) {
    private static final int READ_FILE = 0440;
    private static final int READ_DIRECTORY = 02550;
    private static final int WRITE_DIRECTORY = 02770;

    static Ownership of(Pod pod) {
        return new Ownership(
                Optional.ofNullable(pod.getSpec().getSecurityContext()).map(context -> context.getFsGroup()));
    }

    /** Gives a file or directory its mode, and makes it the group's for reading. What is made in a directory is the group's then, too. */
    void forReading(Handle made, int mode) throws IOException {
        give(made, mode, made.kind() == Kind.DIRECTORY ? READ_DIRECTORY : READ_FILE);
    }

    /** Gives a directory its mode, and makes it and what will be in it the group's, for writing. */
    void forWriting(Handle made, int mode) throws IOException {
        give(made, mode, WRITE_DIRECTORY);
    }

    private void give(Handle file, int mode, int ofGroup) throws IOException {
        if (group.isPresent()) {
            file.group(group.get());
        }
        // After the group: another one takes some rights away.
        file.mode(group.isPresent() ? mode | ofGroup : mode);
    }
}
