package dev.podproof.report.cli;

import dev.podproof.reference.network.NetworkKind;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which overlay a reference cluster is to have. */
final class NetworkOption {
    @Option(
            names = "--network",
            paramLabel = "NAME",
            defaultValue = "host-gw",
            converter = Words.class,
            description = "How pods of different hosts reach each other: host-gw, vxlan, flannel, ovs or external"
                    + " (default: ${DEFAULT-VALUE}).")
    private NetworkKind network;

    NetworkKind network() {
        return network;
    }

    /** Refuses what is no network with the list of those that are. */
    static final class Words implements ITypeConverter<NetworkKind> {
        @Override
        public NetworkKind convert(String word) {
            try {
                return NetworkKind.of(word);
            } catch (IllegalArgumentException unknown) {
                throw new TypeConversionException(unknown.getMessage());
            }
        }
    }
}
