package dev.podproof.reference.node.volume;

import dev.podproof.reference.host.CommandFailed;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.node.files.Handle;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Directories in the host's memory: what is in them never reaches its disk, and is gone when the host is switched off. */
final class MemoryMounts {
    private static final int UNSEEN = 0700;

    private final Commands commands;

    MemoryMounts(Commands commands) {
        this.commands = commands;
    }

    /** True if the directory is one already. */
    static boolean isOne(Path directory) throws IOException {
        try {
            return Mounts.now().has(directory.toRealPath());
        } catch (NoSuchFileException none) {
            return false;
        }
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
        Handle.made(directory, UNSEEN).close();
        try {
            commands.run("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString());
        } catch (CommandFailed failed) {
            throw new VolumeFailure(volume, failed.getMessage(), failed);
        }
    }

    /** Throws if something is mounted there still: what is in it is not the directory's own, and must not go with it. */
    void unmountBelow(Path directory) throws IOException {
        Path real = directory.toRealPath();
        for (Path place : Mounts.now().below(real)) {
            commands.run("umount", place.toString());
        }
        for (Path left : Mounts.now().below(real)) {
            throw new IOException(left + " is still mounted");
        }
    }
}
