package dev.podproof.reference.main;

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
            description =
                    "This host's address, as the others reach it (default: the one its default route starts from).")
    private Optional<String> address = Optional.empty();

    @Option(
            names = "--pod-range",
            defaultValue = "10.244.0.0/16",
            description = "Where pods' addresses come from (default: ${DEFAULT-VALUE}).")
    private String podRange;

    @Option(
            names = "--service-range",
            defaultValue = "10.96.0.0/16",
            description = "Where services' virtual addresses come from (default: ${DEFAULT-VALUE}).")
    private String serviceRange;

    @Option(
            names = "--dns-address",
            defaultValue = "10.96.0.10",
            description = "The virtual address of the cluster's DNS (default: ${DEFAULT-VALUE}).")
    private String dnsAddress;

    @Mixin
    private NetworkChoice network;

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
        return address.orElseGet(HostAddress::find);
    }

    String podRange() {
        return podRange;
    }

    String serviceRange() {
        return serviceRange;
    }

    String dnsAddress() {
        return dnsAddress;
    }

    NetworkChoice network() {
        return network;
    }
}
