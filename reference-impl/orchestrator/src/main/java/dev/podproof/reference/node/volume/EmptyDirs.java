package dev.podproof.reference.node.volume;

import dev.podproof.reference.host.CommandFailed;
import dev.podproof.reference.host.Commands;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Directories that begin empty and live as long as their pod (VOL-02 to VOL-04), on the host's disk or in its memory. */
final class EmptyDirs {
    private static final Logger LOG = LoggerFactory.getLogger(EmptyDirs.class);

    private final MemoryMounts memory;
    private final Commands commands;

    EmptyDirs(MemoryMounts memory, Commands commands) {
        this.memory = memory;
        this.commands = commands;
    }

    /** What is in memory the kernel bounds; on disk nobody does. */
    static boolean isBounded(Volume volume) {
        EmptyDirVolumeSource source = volume.getEmptyDir();
        return source != null && source.getSizeLimit() != null && !"Memory".equals(source.getMedium());
    }

    /** False also if nobody can tell because files come and go: it is looked again. */
    boolean isOverfull(Volume volume, Path place) {
        if (!Files.isDirectory(place)) {
            return false;
        }
        try {
            String used = commands.run("du", "-sx", "--block-size=1", place.toString());
            BigDecimal limit = volume.getEmptyDir().getSizeLimit().getNumericalAmount();
            return new BigDecimal(used.split("\\s", 2)[0]).compareTo(limit) > 0;
        } catch (CommandFailed changing) {
            LOG.debug("how full volume {} is can't be told now: {}", volume.getName(), changing.getMessage());
            return false;
        }
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
