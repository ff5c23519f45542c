package dev.podproof.reference.main;

import dev.podproof.reference.api.ClusterRanges;
import dev.podproof.reference.api.Ipv4Range;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What master and nodes have to be told alike. */
final class ClusterOptions {

    @Option(
            names = "--config-dir",
            defaultValue = "/etc/podproof",
            description = "Certificates, keys and kubeconfig (default: ${DEFAULT-VALUE}).")
    private Path configDirectory;

    @Option(
            names = "--data-dir",
            defaultValue = "/var/lib/podproof",
            description = "What has to outlive this process (default: ${DEFAULT-VALUE}).")
    private Path dataDirectory;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS|RANGE",
            description =
                    "This host's address, as the others reach it, or a range that it has one of (default: the one its"
                            + " default route starts from).")
    private Optional<String> address = Optional.empty();

    @Option(
            names = "--pod-range",
            defaultValue = ClusterRanges.PODS,
            description = "Where pods' addresses come from (default: ${DEFAULT-VALUE}).")
    private String podRange;

    @Option(
            names = "--subnet-prefix",
            paramLabel = "BITS",
            defaultValue = "" + ClusterRanges.SUBNET_PREFIX,
            description = "How large each host's share of that is: its prefix (default: ${DEFAULT-VALUE}, 253 pods).")
    private int subnetPrefix;

    @Option(
            names = "--service-range",
            defaultValue = ClusterRanges.SERVICES,
            description = "Where services' virtual addresses come from (default: ${DEFAULT-VALUE}).")
    private String serviceRange;

    @Option(
            names = "--dns-address",
            description = "The virtual address of the cluster's DNS (default: the tenth of the services' range).")
    private Optional<String> dnsAddress = Optional.empty();

    @Mixin
    private NetworkChoice network;

    @Mixin
    private FaultOption faults;

    FaultOption faults() {
        return faults;
    }

    Path configDirectory() {
        return configDirectory;
    }

    /**
     * Made if it is not there, for nobody else to read.
     *
     * @throws UncheckedIOException if it can't be made
     */
    Path dataDirectory() {
        try {
            return Files.createDirectories(
                    dataDirectory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException failed) {
            throw new UncheckedIOException("can't make the data directory " + dataDirectory, failed);
        }
    }

    String address() {
        return address.map(HostAddress::in).orElseGet(HostAddress::find);
    }

    /**
     * Where addresses come from.
     *
     * @throws IllegalArgumentException if two things could have one address; the message names the option to change
     */
    ClusterRanges ranges() {
        ClusterRanges ranges = ClusterRanges.of(podRange, subnetPrefix, serviceRange);
        ranges.requireApartFrom(HostAddress.network(address()));
        return ranges;
    }

    /** @throws IllegalArgumentException if that is no address for a service */
    String dnsAddress() {
        ClusterRanges ranges = ClusterRanges.of(podRange, subnetPrefix, serviceRange);
        String chosen = dnsAddress.orElseGet(ranges::dns);
        if (!ranges.services().contains(Ipv4Range.parse(chosen + "/32"))) {
            throw new IllegalArgumentException("--dns-address " + chosen + " is not in the services' range "
                    + ranges.services() + " (--service-range)");
        }
        return chosen;
    }

    NetworkChoice network() {
        return network;
    }
}
