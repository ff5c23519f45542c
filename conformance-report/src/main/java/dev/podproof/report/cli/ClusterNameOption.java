package dev.podproof.report.cli;

import picocli.CommandLine.Option;

/** Which cluster of this machine is meant. */
final class ClusterNameOption {
    static final String DEFAULT = "podproof";

    @Option(names = "--name", paramLabel = "N", description = "Name of the cluster (default: podproof).")
    String given;

    String name() {
        return given == null ? DEFAULT : given;
    }

    /** The option as it has to be typed again. */
    String option() {
        return given == null ? "" : " --name " + given;
    }
}
