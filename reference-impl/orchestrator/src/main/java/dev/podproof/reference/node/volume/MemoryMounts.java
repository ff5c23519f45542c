package dev.podproof.reference.node.volume;

import dev.podproof.reference.host.CommandFailed;
import dev.podproof.reference.host.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Directories in the host's memory: what is in them never reaches its disk, and is gone when the host is switched off. */
final class MemoryMounts {
    private final Commands commands;

    MemoryMounts(Commands commands) {
        this.commands = commands;
    }

    /** True if the directory is one already. */
    static boolean isOne(Path directory) throws IOException {
        return Files.isDirectory(directory) && Mounts.now().has(directory.toRealPath());
    }

    /**
     * Makes the directory one, unless it is.
     *
     * @param options as {@code mount} takes them for a tmpfs
     * @throws VolumeFailure if the host refuses
     */
    void ensure(String volume, Path directory, String options) throws IOException {
        if (isOne(directory)) {
            return;
        }
        Files.createDirectories(directory);
        try {
            commands.run("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString());
        } catch (CommandFailed failed) {
            throw new VolumeFailure(volume, failed.getMessage(), failed);
        }
    }

    void unmountBelow(Path directory) throws IOException {
        for (Path place : Mounts.now().below(directory.toRealPath())) {
            commands.run("umount", place.toString());
        }
    }
}
