package dev.podproof.reference.node.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a container is to be made from.
 *
 * @param name its name in the engine, unique on the host
 * @param image the image's ID, so that what was looked at is what runs
 * @param command replaces the image's entry point; empty keeps it
 * @param arguments replaces the image's arguments; empty keeps them, unless there is a command
 * @param environment {@code NAME=value}
 * @param hostname empty where another container's is shared
 */
public record ContainerSpec(
        String name,
        String image,
        List<String> command,
        List<String> arguments,
        List<String> environment,
        Optional<String> workingDirectory,
        Optional<String> hostname,
        Map<String, String> labels,
        Namespaces namespaces,
        List<Mount> mounts,
        List<PublishedPort> ports,
        Resources resources,
        Privileges privileges,
        Terminal terminal) {

    public ContainerSpec {
        command = List.copyOf(command);
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
        labels = Map.copyOf(labels);
        mounts = List.copyOf(mounts);
        ports = List.copyOf(ports);
    }

    /**
     * Which namespaces it lives in, in Docker's terms: {@code container:ID}, {@code host}, {@code shareable}, a
     * network's name, or empty for one of its own.
     *
     * @param sysctls settings of the kernel in those of them that are its own
     */
    public record Namespaces(String network, String ipc, String pid, Map<String, String> sysctls) {
        public Namespaces {
            sysctls = Map.copyOf(sysctls);
        }

        /** Shares what the containers of a pod share: network and IPC, and processes if the pod wants that. */
        public static Namespaces of(String sandboxId, boolean hostNetwork, boolean hostIpc, String pid) {
            return new Namespaces(
                    hostNetwork ? "host" : "container:" + sandboxId,
                    hostIpc ? "host" : "container:" + sandboxId,
                    pid,
                    Map.of());
        }
    }

    /** A directory or file of the host in the container. */
    public record Mount(String source, String target, boolean readOnly, Propagation propagation) {}

    /** Whether mounts made later inside the volume cross its border. */
    public enum Propagation {
        PRIVATE,
        HOST_TO_CONTAINER,
        BIDIRECTIONAL
    }

    /** A port of the container that the host answers on. */
    public record PublishedPort(String hostAddress, int hostPort, int containerPort, String protocol) {}

    /**
     * What it may use; 0 means no limit.
     *
     * @param cpuQuotaMicros processor time in each period of 100 ms
     * @param cpuShares weight against others when processors are short
     */
    public record Resources(long memoryBytes, long cpuQuotaMicros, int cpuShares) {
        public static final Resources UNLIMITED = new Resources(0, 0, 0);
    }

    /** What it may do. */
    public record Privileges(
            String user,
            List<String> groups,
            boolean readOnlyRoot,
            boolean privileged,
            boolean noNewPrivileges,
            List<String> addedCapabilities,
            List<String> droppedCapabilities) {
        public static final Privileges DEFAULT =
                new Privileges("", List.of(), false, false, false, List.of(), List.of());

        public Privileges {
            groups = List.copyOf(groups);
            addedCapabilities = List.copyOf(addedCapabilities);
            droppedCapabilities = List.copyOf(droppedCapabilities);
        }
    }

    /** Whether its standard input is kept open, once or for good, and whether it has a terminal. */
    public record Terminal(boolean stdin, boolean stdinOnce, boolean tty) {
        public static final Terminal NONE = new Terminal(false, false, false);
    }
}
