package dev.podproof.reference.node.runtime;

/**
 * What the engine says about itself and its host.
 *
 * @param version the runtime with its version, as in a node's status: {@code docker://26.1.5}
 * @param cpus processors that containers may use
 * @param memoryBytes the host's memory
 */
public record RuntimeInfo(
        String version,
        int cpus,
        long memoryBytes,
        String operatingSystem,
        String architecture,
        String kernelVersion,
        String osImage) {}
