package dev.podproof.report.cli;

import dev.podproof.hosts.ReferenceCluster;
import dev.podproof.report.run.BadInput;
import picocli.CommandLine.Option;

/** Which cluster of this machine is meant. */
final class ClusterNameOption {
    static final String DEFAULT = "podproof";

    @Option(names = "--name", paramLabel = "N", description = "Name of the cluster (default: podproof).")
    String given;

    String name() {
        return given == null ? DEFAULT : given;
    }

    /**
     * The cluster of that name.
     *
     * @throws BadInput when there is none
     */
    ReferenceCluster find() {
        return ReferenceCluster.find(name())
                .orElseThrow(() -> new BadInput("There is no reference cluster '" + name()
                        + "' on this machine; podproof status shows those that there are"));
    }

    /** The option as it has to be typed again. */
    String option() {
        return given == null ? "" : " --name " + given;
    }
}
