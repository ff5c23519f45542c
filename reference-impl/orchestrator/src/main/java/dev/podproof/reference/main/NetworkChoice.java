package dev.podproof.reference.main;

import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.controller.subnets.SubnetController;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.network.NetworkKind;
import dev.podproof.reference.network.Overlay;
import dev.podproof.reference.network.PodMtu;
import dev.podproof.reference.network.Tunnel;
import dev.podproof.reference.network.external.External;
import dev.podproof.reference.network.external.PreparedRoutes;
import dev.podproof.reference.network.flannel.Flannel;
import dev.podproof.reference.network.hostgw.HostGateway;
import dev.podproof.reference.network.ovs.KernelEnd;
import dev.podproof.reference.network.ovs.OpenVSwitch;
import dev.podproof.reference.network.vxlan.Vxlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
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

    @Option(
            names = "--mtu",
            paramLabel = "BYTES",
            description = "The largest packet of pods (default: what the hosts' network leaves).")
    private OptionalInt mtu = OptionalInt.empty();

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

    /** Whether packets on the wire are what flannel's VXLAN backend takes. */
    boolean isVxlan() {
        return network == NetworkKind.VXLAN || network == NetworkKind.OVS;
    }

    /** Where hosts are prepared by others, so are their subnets. */
    SubnetController.Chooser chooser() {
        return network.isPreparedByOthers() ? SubnetController.Chooser.HOSTS : SubnetController.Chooser.MASTER;
    }

    /**
     * This host's end of the overlay.
     *
     * @throws IllegalStateException if the host is not as the overlay needs it
     */
    Overlay onNode(Commands commands, Ipv4Address address, Ipv4Range pods) {
        int ofHosts = HostAddress.mtu(address.toString());
        return switch (network) {
            case HOST_GW -> new HostGateway(commands, PodMtu.of(ofHosts, 0, mtu));
            case VXLAN -> new Vxlan(commands, address, PodMtu.of(ofHosts, Tunnel.OVERHEAD, mtu));
            case FLANNEL -> new Flannel(flannelSubnetFile, pods, ofHosts);
            case OVS ->
                new OpenVSwitch(
                        commands,
                        address,
                        PodMtu.of(ofHosts, Tunnel.OVERHEAD, mtu),
                        Files.isDirectory(Path.of("/sys/module/openvswitch")));
            case EXTERNAL -> new External(commands, bridge);
        };
    }

    /** The master's, which runs no pods, but has to be reached by them. Open vSwitch's packets are VXLAN, so the kernel can take them. */
    Overlay onMaster(Commands commands, Ipv4Address address, Ipv4Range pods) {
        return switch (network) {
            case OVS ->
                new KernelEnd(commands, address, PodMtu.of(HostAddress.mtu(address.toString()), Tunnel.OVERHEAD, mtu));
            case EXTERNAL -> new PreparedRoutes();
            default -> onNode(commands, address, pods);
        };
    }
}
