package dev.podproof.report.cli;

import dev.podproof.reference.network.NetworkKind;
import dev.podproof.report.run.BadInput;
import picocli.CommandLine.Option;

/** Which overlay a reference cluster is to have. */
final class NetworkOption {
    private static final String ALL = "all";

    @Option(
            names = "--network",
            paramLabel = "NAME",
            description = "Pod network of the reference: host-gw (default), vxlan, flannel, ovs or external; "
                    + "run --network all tests networking on each of them, and Docker alone beside them.")
    private String word;

    /** Whether a run is to have them all, one after the other. */
    boolean all() {
        return ALL.equals(word);
    }

    boolean given() {
        return word != null;
    }

    /** @throws BadInput if there is no such network, or more than one */
    NetworkKind network() {
        try {
            return given() ? NetworkKind.of(word) : NetworkKind.HOST_GW;
        } catch (IllegalArgumentException unknown) {
            throw new BadInput("--network: " + unknown.getMessage(), unknown);
        }
    }
}
