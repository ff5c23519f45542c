package dev.podproof.reference.main;

import dev.podproof.reference.host.Commands;
import dev.podproof.reference.network.NetworkKind;
import dev.podproof.reference.network.Overlay;
import dev.podproof.reference.network.external.External;
import dev.podproof.reference.network.external.PreparedRoutes;
import dev.podproof.reference.network.flannel.Flannel;
import dev.podproof.reference.network.hostgw.HostGateway;
import dev.podproof.reference.network.ovs.OpenVSwitch;
import dev.podproof.reference.network.vxlan.Vxlan;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The overlay that all hosts of a cluster have to be told alike. */
final class NetworkChoice {

    @Option(
            names = "--network",
            defaultValue = "host-gw",
            converter = Words.class,
            description = "How pods of different hosts reach each other: host-gw, vxlan, flannel, ovs or external"
                    + " (default: ${DEFAULT-VALUE}).")
    private NetworkKind network;

    @Option(
            names = "--flannel-subnet-file",
            defaultValue = "/run/flannel/subnet.env",
            description = "With --network flannel: what flanneld wrote on this host (default: ${DEFAULT-VALUE}).")
    private Path flannelSubnetFile;

    @Option(
            names = "--bridge",
            defaultValue = "weave",
            description = "With --network external: the bridge that was prepared (default: ${DEFAULT-VALUE}).")
    private String bridge;

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

    /**
     * This host's end of the overlay.
     *
     * @throws IllegalStateException if the host is not as the overlay needs it
     */
    Overlay onNode(Commands commands, String address) {
        int mtu = HostAddress.mtu(address);
        return switch (network) {
            case HOST_GW -> new HostGateway(commands, mtu);
            case VXLAN -> new Vxlan(commands, address, mtu);
            case FLANNEL -> new Flannel(flannelSubnetFile);
            case OVS -> new OpenVSwitch(commands, address, mtu, Files.isDirectory(Path.of("/sys/module/openvswitch")));
            case EXTERNAL -> new External(commands, bridge);
        };
    }

    /** The master's, which runs no pods, but has to be reached by them. Open vSwitch's packets are VXLAN, so the kernel can take them. */
    Overlay onMaster(Commands commands, String address) {
        return switch (network) {
            case OVS -> new Vxlan(commands, address, HostAddress.mtu(address));
            case EXTERNAL -> new PreparedRoutes(HostAddress.mtu(address));
            default -> onNode(commands, address);
        };
    }
}
