package dev.podproof.reference.network.ovs;

import dev.podproof.reference.host.CommandFailed;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.network.Overlay;
import dev.podproof.reference.network.Peer;
import dev.podproof.reference.network.Subnet;
import dev.podproof.reference.network.Tunnel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The VXLAN overlay with Open vSwitch doing the wrapping: a switch whose own port is this host's end of the tunnel, a VXLAN port per
 * peer, and a flow that says which hardware address is behind which port. On the wire it is the same as the kernel's, so that both
 * kinds of host can be one overlay.
 */
public final class OpenVSwitch implements Overlay {
    /** The switch, and the device of the same name that is its own port. */
    static final String SWITCH = "podproof-ovs";

    private static final String DAEMONS = "/usr/share/openvswitch/scripts/ovs-ctl";

    private final Commands commands;
    private final String address;
    private final int mtu;
    private final Datapath datapath;
    private final Tunnel tunnel;

    /**
     * @param address the host's own
     * @param hostMtu the largest packet on the hosts' network, in bytes
     * @param kernelModule whether the kernel has Open vSwitch's datapath; without it packets are moved by a process
     * @throws IllegalStateException if the MTU leaves too little for pods, or if Open vSwitch is not installed
     */
    public OpenVSwitch(Commands commands, String address, int hostMtu, boolean kernelModule) {
        this.commands = commands;
        this.address = address;
        this.mtu = Tunnel.mtu(hostMtu);
        this.datapath = kernelModule ? Datapath.KERNEL : Datapath.PROCESS;
        this.tunnel = new Tunnel(commands, SWITCH);
        startDaemons();
    }

    @Override
    public int mtu() {
        return mtu;
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
                "mtu_request=" + mtu);
        commands.run("ip", "link", "set", SWITCH, "up");
        tunnel.address(own);
    }

    @Override
    public void peers(Set<Peer> peers) {
        Set<String> wanted = peers.stream().map(peer -> port(peer.address())).collect(Collectors.toSet());
        Set<String> found = ports();
        for (Peer peer : peers) {
            if (!found.contains(port(peer.address()))) {
                vsctl(
                        "--may-exist",
                        "add-port",
                        SWITCH,
                        port(peer.address()),
                        "--",
                        "set",
                        "interface",
                        port(peer.address()),
                        "type=vxlan",
                        "options:remote_ip=" + peer.address(),
                        "options:key=" + Tunnel.NETWORK_ID,
                        "options:dst_port=" + Tunnel.PORT);
            }
        }
        found.stream().filter(port -> !wanted.contains(port)).forEach(port -> vsctl("del-port", SWITCH, port));
        commands.run(List.of("ovs-ofctl", "replace-flows", SWITCH, "-"), flows(peers));
        tunnel.peers(peers);
    }

    @Override
    public void leave() {
        tunnel.peers(Set.of());
        vsctl("--if-exists", "del-br", SWITCH);
    }

    private void startDaemons() {
        try {
            commands.run(DAEMONS, "start", "--no-mlockall", "--system-id=random");
        } catch (CommandFailed failed) {
            throw new IllegalStateException(
                    "Open vSwitch does not start on this host; install Debian's openvswitch-switch, or choose another"
                            + " --network: " + failed.getMessage(),
                    failed);
        }
    }

    /** Whatever comes out of a tunnel is for this host; what this host sends goes to whoever has that hardware address. */
    private static String flows(Set<Peer> peers) {
        StringBuilder flows = new StringBuilder("priority=1,actions=LOCAL\n");
        for (Peer peer : peers) {
            flows.append("priority=2,in_port=LOCAL,dl_dst=%s,actions=output:%s%n"
                    .formatted(Tunnel.hardwareAddress(peer.address()), port(peer.address())));
        }
        return flows.toString();
    }

    /** Named after the peer's address, within the 15 letters that a device's name may have. */
    private static String port(String address) {
        return "vx"
                + Tunnel.hardwareAddress(address).substring("02:70:".length()).replace(":", "");
    }

    private Set<String> ports() {
        return new TreeSet<>(
                commands.run("ovs-vsctl", "list-ports", SWITCH).lines().toList());
    }

    private void vsctl(String... command) {
        List<String> whole = new ArrayList<>(List.of("ovs-vsctl"));
        whole.addAll(List.of(command));
        commands.run(whole, "");
    }
}
