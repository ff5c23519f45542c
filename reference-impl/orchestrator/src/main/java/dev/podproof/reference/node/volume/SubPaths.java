package dev.podproof.reference.node.volume;

import dev.podproof.reference.host.CommandFailed;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.node.env.UnresolvedReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Parts of volumes. A container that shares the volume may turn any path in it into a link to the host's files, at any
 * moment: so the part is first mounted at a place that no container reaches, and only then looked at.
 */
public final class SubPaths {
    private final Commands commands;

    public SubPaths(Commands commands) {
        this.commands = commands;
    }

    /**
     * Where the part can be had, for one mount of one container; made as a directory if it is not there.
     *
     * @param key names the mount within its pod
     * @throws UnresolvedReference if it is not in the volume
     */
    public Path resolve(Path podDirectory, Path volume, String subPath, String key) {
        try {
            Path root = volume.toRealPath();
            Path source = source(root, subPath);
            Path place = podDirectory.toRealPath().resolve("volume-subpaths").resolve(key);
            release(place);
            prepare(place, Files.isDirectory(source));
            commands.run("mount", "--bind", source.toString(), place.toString());
            if (!Mounts.now().isPartOf(place, root)) {
                release(place);
                throw leadsOut(subPath);
            }
            return place;
        } catch (CommandFailed | IOException cause) {
            throw new UnresolvedReference("can't show subPath " + subPath + ": " + cause.getMessage());
        }
    }

    private static Path source(Path root, String subPath) throws IOException {
        Path asked = root.resolve(subPath).normalize();
        if (!asked.startsWith(root)) {
            throw leadsOut(subPath);
        }
        Path there = asked;
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        if (!there.toRealPath().startsWith(root)) {
            throw leadsOut(subPath);
        }
        if (!Files.exists(asked)) {
            Files.createDirectories(asked);
        }
        return asked.toRealPath();
    }

    private static UnresolvedReference leadsOut(String subPath) {
        return new UnresolvedReference("subPath " + subPath + " leads out of its volume");
    }

    /** What the container before this one was shown may be gone from the volume by now. */
    private void release(Path place) throws IOException {
        if (Mounts.now().has(place)) {
            commands.run("umount", place.toString());
        }
        Files.deleteIfExists(place);
    }

    private static void prepare(Path place, boolean directory) throws IOException {
        Files.createDirectories(place.getParent());
        if (directory) {
            Files.createDirectory(place);
        } else {
            Files.createFile(place);
        }
    }
}
