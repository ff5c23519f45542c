package dev.podproof.report.cli;

import dev.podproof.reference.network.NetworkKind;
import dev.podproof.report.run.BadInput;
import picocli.CommandLine.Option;

/** Which overlay a reference cluster is to have. */
final class NetworkOption {
    @Option(
            names = "--network",
            paramLabel = "NAME",
            description = "Pod network of the reference: host-gw (default), vxlan, flannel, ovs or external.")
    private String word;

    boolean given() {
        return word != null;
    }

    /** @throws BadInput if there is no such network */
    NetworkKind network() {
        try {
            return given() ? NetworkKind.of(word) : NetworkKind.HOST_GW;
        } catch (IllegalArgumentException unknown) {
            throw new BadInput("--network: " + unknown.getMessage(), unknown);
        }
    }
}
