package dev.podproof.hosts.engine;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What differs between machines that hosts can stand on, found out once by reading and never by changing anything.
 * Where this machine's own cgroups are version 1, so are its containers'; the hosts' entry script looks for itself, since the
 * Engine may run in another machine than this process (Docker Desktop).
 *
 * @param dockerHost where the Docker Engine listens, if anything says so
 * @param insideContainer this process believes itself to run in a container
 * @param root may act as the super-user
 * @param debootstrap has the program that makes a Debian system from packages
 * @param debianKeys whose signatures on those packages count: Debian's own keyring, if this machine has it
 * @param cgroupVersion 1 or 2
 * @param cacheDirectory where this user's kubeconfigs of clusters lie; all in it can be made again
 */
public record Environment(
        Optional<URI> dockerHost,
        boolean insideContainer,
        boolean root,
        boolean debootstrap,
        Optional<Path> debianKeys,
        int cgroupVersion,
        Path cacheDirectory) {
    /** Where the package debian-archive-keyring has it. */
    private static final List<Path> DEBIAN_KEYS = List.of(
            Path.of("/usr/share/keyrings/debian-archive-keyring.gpg"),
            Path.of("/usr/share/keyrings/debian-archive-keyring.pgp"));

    private static final Path CGROUP_V2_MARK = Path.of("/sys/fs/cgroup/cgroup.controllers");

    /** The machine that this process runs on. */
    public static Environment detect() {
        return detect(MachineReader.machine());
    }

    static Environment detect(MachineReader machine) {
        return new Environment(
                new DockerAddress(machine).find(),
                machine.exists(Path.of("/.dockerenv")),
                machine.property("user.name").equals("root"),
                machine.program("debootstrap"),
                DEBIAN_KEYS.stream().filter(machine::exists).findFirst(),
                machine.exists(CGROUP_V2_MARK) ? 2 : 1,
                machine.variable("XDG_CACHE_HOME")
                        .map(Path::of)
                        .orElse(Path.of(machine.property("user.home"), ".cache"))
                        .resolve("podproof"));
    }

    /** Whether the base image can be made from Debian's packages where it can't be pulled. Without its keyring they could be anybody's. */
    public boolean canBootstrap() {
        return root && debootstrap && debianKeys.isPresent();
    }

    /** A line for each thing found, for a person. */
    public List<String> describe() {
        var lines = new ArrayList<String>();
        lines.add(dockerHost
                .map(address -> "Docker Engine's address: " + address)
                .orElse("no Docker Engine's address: neither DOCKER_HOST, a docker context nor a known socket"));
        lines.add("cgroup version of this machine: " + cgroupVersion);
        lines.add(root ? "runs as root" : "does not run as root");
        lines.add(
                canBootstrap()
                        ? "the base image can be made from Debian's packages where no registry is reached"
                        : "the base image has to be pulled (making it from Debian's packages takes root, debootstrap and"
                                + " debian-archive-keyring)");
        if (insideContainer) lines.add("this process runs in a container itself");
        return lines;
    }
}
