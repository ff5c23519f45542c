package dev.podproof.conformance.world;

import dev.podproof.conformance.probe.ExecResult;
import java.util.List;

/** Files as containers see them. */
public final class Files {
    private final Shell shell;

    Files(Shell shell) {
        this.shell = shell;
    }

    /** Writes a line to a file, whose directory is there or is made. */
    public ExecResult write(Peer peer, String container, String line, String path) {
        Pod.mayBeChanged(peer);
        return shell.run(peer, container, "mkdir -p \"${2%/*}/\" && echo \"$1\" > \"$2\"", line, path);
    }

    /** What a file holds, or why it cannot be read. */
    public String read(Peer peer, String container, String path) {
        return shell.run(peer, container, "cat \"$1\"", path).raw();
    }

    /** The names in a directory, in their order, hidden ones too; or in their place why it cannot be listed. */
    public List<String> list(Peer peer, String container, String directory) {
        ExecResult listing = shell.run(peer, container, "ls -A \"$1\"", directory);
        if (!listing.succeeded()) {
            return List.of("cannot be listed: " + listing.raw());
        }
        return listing.out().lines().sorted().toList();
    }

    public boolean exists(Peer peer, String container, String path) {
        return shell.run(peer, container, "test -e \"$1\"", path).succeeded();
    }

    /** Where a file of that name is, anywhere a container can see but in the kernel's own directories. */
    public List<String> find(Peer peer, String container, String name) {
        return shell.run(
                        peer,
                        container,
                        "find / \\( -path /proc -o -path /sys -o -path /dev \\) -prune -o -name \"$1\" -print 2>/dev/null",
                        name)
                .out()
                .lines()
                .toList();
    }

    public void remove(Peer peer, String container, String path) {
        Pod.mayBeChanged(peer);
        shell.run(peer, container, "rm -rf \"$1\"", path);
    }
}
