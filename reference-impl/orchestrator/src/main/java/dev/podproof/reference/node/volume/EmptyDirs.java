package dev.podproof.reference.node.volume;

import dev.podproof.reference.node.files.Handle;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Directories that begin empty and live as long as their pod (VOL-02 to VOL-04), on the host's disk or in its memory. */
final class EmptyDirs {
    private static final int ABOVE = 0755;
    /** Containers of one pod may run as different users, and all may write. */
    private static final int ALL_MAY_WRITE = 0777;

    private final MemoryMounts memory;

    EmptyDirs(MemoryMounts memory) {
        this.memory = memory;
    }

    static boolean isInMemory(EmptyDirVolumeSource source) {
        return "Memory".equals(source.getMedium());
    }

    /** One that is there is left as it is. */
    Path prepare(
            String name,
            EmptyDirVolumeSource source,
            Path place,
            PodSpec pod,
            Map<String, Quantity> allocatable,
            Ownership ownership)
            throws IOException {
        if (isInMemory(source)) {
            if (MemoryMounts.isOne(place)) {
                return place;
            }
            memory.ensure(name, place, "mode=0777,size=" + MemorySize.of(source, pod, allocatable));
            try (Handle made = Handle.at(place)) {
                ownership.forWriting(made, ALL_MAY_WRITE);
            }
            return place;
        }
        try (Handle above = Handle.made(place.getParent(), ABOVE)) {
            if (!above.has(name)) {
                try (Handle made = above.directory(name, ALL_MAY_WRITE)) {
                    ownership.forWriting(made, ALL_MAY_WRITE);
                }
            }
        }
        return place;
    }
}
