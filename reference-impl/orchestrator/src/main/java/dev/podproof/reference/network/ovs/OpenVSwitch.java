package dev.podproof.reference.network.ovs;

import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.host.CommandFailed;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.network.Overlay;
import dev.podproof.reference.network.Peer;
import dev.podproof.reference.network.PodBridge;
import dev.podproof.reference.network.Subnet;
import dev.podproof.reference.network.Tunnel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The VXLAN overlay with Open vSwitch doing the wrapping: a switch with this host's end of the tunnel as its own port, one VXLAN port,
 * and a flow per peer that says to which host packets for a hardware address go. On the wire it is the same as the kernel's, so that
 * both kinds of host can be one overlay.
 */
public final class OpenVSwitch implements Overlay {
    /** The switch, and the device of the same name that is its own port. */
    static final String SWITCH = "podproof-ovs";

    /** Where packets are wrapped and unwrapped, for and from every host: the flow says for whom. */
    private static final String PORT = "podproof-vx";

    private static final String DAEMONS = "/usr/share/openvswitch/scripts/ovs-ctl";

    private final Commands commands;
    private final Ipv4Address address;
    private final int mtu;
    private final Datapath datapath;
    private final Tunnel tunnel;
    private final Greeting greeting;

    /**
     * This host's end of the tunnels.
     *
     * @param address the host's own
     * @param mtu the largest packet of pods, in bytes
     * @param kernelModule whether the kernel has Open vSwitch's datapath; without it packets are moved by a process
     */
    public OpenVSwitch(Commands commands, Ipv4Address address, int mtu, boolean kernelModule) {
        this(commands, address, mtu, kernelModule, new DatagramGreeting());
    }

    OpenVSwitch(Commands commands, Ipv4Address address, int mtu, boolean kernelModule, Greeting greeting) {
        this.greeting = greeting;
        this.commands = commands;
        this.address = address;
        this.mtu = mtu;
        this.datapath = kernelModule ? Datapath.KERNEL : Datapath.PROCESS;
        this.tunnel = new Tunnel(commands, SWITCH);
    }

    @Override
    public PodBridge bridge(Subnet own) {
        return PodBridge.ours(own, mtu);
    }

    @Override
    public void join(Optional<Subnet> own) {
        if (datapath == Datapath.PROCESS) {
            new Uplink(commands, address).moveToSwitch();
        }
        vsctl(
                "--may-exist",
                "add-br",
                SWITCH,
                "--",
                "set",
                "bridge",
                SWITCH,
                "datapath_type=" + datapath.type(),
                "fail_mode=secure",
                "other-config:hwaddr=\"" + Tunnel.hardwareAddress(address) + "\"",
                "--",
                "set",
                "interface",
                SWITCH,
                "mtu_request=" + mtu,
                "--",
                "--may-exist",
                "add-port",
                SWITCH,
                PORT,
                "--",
                "set",
                "interface",
                PORT,
                "type=vxlan",
                "options:remote_ip=flow",
                "options:key=" + Tunnel.NETWORK_ID,
                "options:dst_port=" + Tunnel.PORT);
        commands.run("ip", "link", "set", SWITCH, "up");
        tunnel.address(own);
        tunnel.forget();
    }

    @Override
    public void peers(Set<Peer> peers) {
        commands.run(List.of("ovs-ofctl", "replace-flows", SWITCH, "-"), flows(peers));
        tunnel.peers(peers);
        if (datapath == Datapath.PROCESS) {
            peers.forEach(greeting::to);
        }
    }

    @Override
    public void leave() {
        tunnel.peers(Set.of());
        vsctl("--if-exists", "del-br", SWITCH);
    }

    @Override
    public void prepare() {
        try {
            commands.run(DAEMONS, "start", "--no-mlockall", "--system-id=random");
        } catch (CommandFailed failed) {
            throw new IllegalStateException(
                    "Open vSwitch does not start on this host; install Debian's openvswitch-switch, or choose another"
                            + " --network: " + failed.getMessage(),
                    failed);
        }
    }

    /** Whatever comes out of the tunnel is for this host; what this host sends goes to whoever has that hardware address. */
    private static String flows(Set<Peer> peers) {
        StringBuilder flows = new StringBuilder("in_port=" + PORT + ",actions=LOCAL\n");
        // A host that is gone may be remembered at the address that another has by now.
        peers.stream()
                .map(peer -> "in_port=LOCAL,dl_dst=%s,actions=set_field:%s->tun_dst,output:%s%n"
                        .formatted(peer.hardwareAddress(), peer.address(), PORT))
                .distinct()
                .forEach(flows::append);
        return flows.toString();
    }

    private void vsctl(String... command) {
        List<String> whole = new ArrayList<>(List.of("ovs-vsctl"));
        whole.addAll(List.of(command));
        commands.run(whole, "");
    }
}
