package dev.podproof.reference.node.volume;

import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Directories that begin empty and live as long as their pod (VOL-02 to VOL-04), on the host's disk or in its memory. */
final class EmptyDirs {
    private final MemoryMounts memory;

    EmptyDirs(MemoryMounts memory) {
        this.memory = memory;
    }

    Path prepare(String name, EmptyDirVolumeSource source, Path place, Ownership ownership) throws IOException {
        boolean inMemory = "Memory".equals(source.getMedium());
        if (inMemory ? MemoryMounts.isOne(place) : Files.isDirectory(place)) {
            return place;
        }
        Files.createDirectories(place);
        if (inMemory) {
            memory.ensure(name, place, "mode=0777" + size(source));
        }
        // Containers of one pod may run as different users, and all may write.
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
        ownership.giveEmpty(place);
        return place;
    }

    private static String size(EmptyDirVolumeSource source) {
        return source.getSizeLimit() == null
                ? ""
                : ",size=" + source.getSizeLimit().getNumericalAmount().toBigInteger();
    }
}
