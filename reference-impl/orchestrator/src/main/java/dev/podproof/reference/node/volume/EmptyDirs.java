package dev.podproof.reference.node.volume;

import dev.podproof.reference.host.CommandFailed;
import dev.podproof.reference.host.Commands;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Directories that begin empty and live as long as their pod (VOL-02 to VOL-04), on the host's disk or in its memory. */
final class EmptyDirs {
    private final Commands commands;

    EmptyDirs(Commands commands) {
        this.commands = commands;
    }

    Path prepare(String name, EmptyDirVolumeSource source, Path place, Ownership ownership) throws IOException {
        boolean inMemory = "Memory".equals(source.getMedium());
        if (Files.isDirectory(place) && (!inMemory || Mounts.now().has(place.toRealPath()))) {
            return place;
        }
        Files.createDirectories(place);
        if (inMemory) {
            mount(name, source, place);
        }
        // Containers of one pod may run as different users, and all may write.
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
        ownership.giveEmpty(place);
        return place;
    }

    private void mount(String name, EmptyDirVolumeSource source, Path place) {
        List<String> command = new ArrayList<>(List.of("mount", "-t", "tmpfs"));
        if (source.getSizeLimit() != null) {
            command.addAll(List.of(
                    "-o", "size=" + source.getSizeLimit().getNumericalAmount().toBigInteger()));
        }
        command.addAll(List.of("tmpfs", place.toString()));
        try {
            commands.run(command, "");
        } catch (CommandFailed failed) {
            throw new VolumeFailure(name, failed.getMessage(), failed);
        }
    }

    void unmountBelow(Path directory) throws IOException {
        for (Path place : Mounts.now().below(directory.toRealPath())) {
            commands.run("umount", place.toString());
        }
    }
}
