package dev.podproof.reference.node.volume;

import dev.podproof.reference.host.CommandFailed;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.node.env.UnresolvedReference;
import dev.podproof.reference.node.files.Handle;
import dev.podproof.reference.node.files.Kind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Parts of volumes. A container that shares the volume may turn any path in it into a link to the host's files, at any moment: so the way to
 * the part is gone from one held directory to the next, and what is held at its end is mounted at a place that no container reaches.
 */
public final class SubPaths {
    private static final int PLACE = 0700;

    private final Commands commands;

    public SubPaths(Commands commands) {
        this.commands = commands;
    }

    /**
     * Where the part can be had, for one mount of one container. If it is not there it is made as a directory with the volume's own mode, so
     * that whoever may write to the volume may write to its part.
     *
     * @param key names the mount within its pod
     * @throws UnresolvedReference if it is not in the volume
     */
    public Path resolve(Path podDirectory, Path volume, String subPath, String key) {
        try (Handle part = part(volume.toRealPath(), subPath)) {
            Path place = podDirectory.toRealPath().resolve("volume-subpaths").resolve(key);
            prepare(place, part.kind() == Kind.DIRECTORY);
            // To look up where that leads to, as it does else, would be to trust a path again.
            commands.run(
                    "mount", "--no-canonicalize", "--bind", part.pathForOthers().toString(), place.toString());
            return place;
        } catch (CommandFailed cause) {
            throw cannotShow(subPath, cause.getMessage());
        } catch (IOException cause) {
            throw cannotShow(subPath, Words.of(cause));
        } catch (InvalidPathException cause) {
            throw cannotShow("of volume " + volume.getFileName(), Words.of(cause));
        }
    }

    private static Handle part(Path root, String subPath) throws IOException {
        Path asked = root.resolve(subPath).normalize();
        if (!asked.startsWith(root)) {
            throw leadsOut(subPath);
        }
        Path there = Handle.nearest(asked);
        if (!there.toRealPath().startsWith(root)) {
            throw leadsOut(subPath);
        }
        try (Handle volume = Handle.at(root)) {
            Handle part = volume.down(names(root, there.toRealPath()));
            if (!there.equals(asked)) {
                try (Handle above = part) {
                    part = above.directories(names(there, asked), volume.mode());
                }
            }
            if (part.kind() == Kind.LINK) {
                part.close();
                throw leadsOut(subPath);
            }
            return part;
        } catch (FileAlreadyExistsException link) {
            throw leadsOut(subPath);
        }
    }

    private static Iterable<Path> names(Path from, Path to) {
        return from.equals(to) ? List.of() : from.relativize(to);
    }

    private static UnresolvedReference cannotShow(String subPath, String why) {
        return new UnresolvedReference("can't show subPath " + subPath + ": " + why);
    }

    private static UnresolvedReference leadsOut(String subPath) {
        return new UnresolvedReference("subPath " + subPath + " leads out of its volume");
    }

    /** What the container before this one was shown may be gone from the volume by now. */
    private void prepare(Path place, boolean directory) throws IOException {
        if (Mounts.now().has(place)) {
            commands.run("umount", place.toString());
        }
        String name = place.getFileName().toString();
        try (Handle parent = Handle.made(place.getParent(), PLACE)) {
            parent.remove(name);
            (directory ? parent.directory(name, PLACE) : parent.file(name, PLACE)).close();
        }
    }
}
