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
    public ExecResult write(Pod pod, String container, String line, String path) {
        return shell.run(pod, container, "mkdir -p \"${2%/*}/\" && echo \"$1\" > \"$2\"", line, path);
    }

    /** What a file holds, or why it cannot be read. */
    public String read(Pod pod, String container, String path) {
        return shell.run(pod, container, "cat \"$1\"", path).raw();
    }

    /** The names in a directory, in their order; hidden ones too. */
    public List<String> list(Pod pod, String container, String directory) {
        ExecResult listing = shell.run(pod, container, "ls -A \"$1\"", directory);
        if (!listing.succeeded()) {
            throw new IllegalStateException(
                    directory + " cannot be listed in " + pod.name() + "/" + container + ": " + listing.raw());
        }
        return listing.out().lines().sorted().toList();
    }

    public boolean exists(Pod pod, String container, String path) {
        return shell.run(pod, container, "test -e \"$1\"", path).succeeded();
    }

    /** Where a file of that name is, anywhere a container can see but in the kernel's own directories. */
    public List<String> find(Pod pod, String container, String name) {
        return shell.run(
                        pod,
                        container,
                        "find / \\( -path /proc -o -path /sys -o -path /dev \\) -prune -o -name \"$1\" -print 2>/dev/null",
                        name)
                .out()
                .lines()
                .toList();
    }

    public void remove(Pod pod, String container, String path) {
        shell.run(pod, container, "rm -rf \"$1\"", path);
    }
}
