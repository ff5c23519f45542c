package dev.podproof.report.cli;

import dev.podproof.reference.api.ClusterRanges;
import dev.podproof.report.run.BadInput;
import picocli.CommandLine.Option;

/** Where a reference cluster is to take its addresses from. */
final class RangeOptions {
    @Option(
            names = "--pod-range",
            paramLabel = "RANGE",
            defaultValue = ClusterRanges.PODS,
            description = "Where pods' addresses come from (default: ${DEFAULT-VALUE}).")
    private String pods = ClusterRanges.PODS;

    @Option(
            names = "--subnet-prefix",
            paramLabel = "BITS",
            defaultValue = "" + ClusterRanges.SUBNET_PREFIX,
            description = "The prefix of each host's share of the pods' range (default: ${DEFAULT-VALUE}).")
    private int subnetPrefix = ClusterRanges.SUBNET_PREFIX;

    @Option(
            names = "--service-range",
            paramLabel = "RANGE",
            defaultValue = ClusterRanges.SERVICES,
            description = "Where services' virtual addresses come from (default: ${DEFAULT-VALUE}).")
    private String services = ClusterRanges.SERVICES;

    /** Whether they are to be others than by default. */
    boolean given() {
        return !ranges().equals(ClusterRanges.defaults());
    }

    /** @throws BadInput if one is no range, or if two of them overlap; the message names the option to change */
    ClusterRanges ranges() {
        try {
            return ClusterRanges.of(pods, subnetPrefix, services);
        } catch (IllegalArgumentException wrong) {
            throw new BadInput(wrong.getMessage(), wrong);
        }
    }
}
