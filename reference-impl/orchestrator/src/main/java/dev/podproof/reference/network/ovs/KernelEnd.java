package dev.podproof.reference.network.ovs;

import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.host.CommandFailed;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.network.Overlay;
import dev.podproof.reference.network.Peer;
import dev.podproof.reference.network.PodBridge;
import dev.podproof.reference.network.Subnet;
import dev.podproof.reference.network.vxlan.Vxlan;
import java.util.Optional;
import java.util.Set;

/**
 * An end of Open vSwitch's tunnels on a host that has no switch, because it runs no pods: the kernel wraps and unwraps, as the packets
 * are the same. An Open vSwitch that is a process drops packets whose outer checksum is wrong, and sees them as the kernel hands them to a
 * network device that is to fill checksums in; between containers no device ever does. So this host's is told to leave that to the
 * kernel.
 */
public final class KernelEnd implements Overlay {
    private final Commands commands;
    private final Ipv4Address address;
    private final Vxlan vxlan;

    /**
     * This host's end.
     *
     * @param address the host's own
     * @param mtu the largest packet of pods, in bytes
     */
    public KernelEnd(Commands commands, Ipv4Address address, int mtu) {
        this.commands = commands;
        this.address = address;
        this.vxlan = new Vxlan(commands, address, mtu);
    }

    @Override
    public PodBridge bridge(Subnet own) {
        return vxlan.bridge(own);
    }

    @Override
    public void join(Optional<Subnet> own) {
        String device = Uplink.device(commands, address).path("ifname").asText();
        try {
            commands.run("ethtool", "-K", device, "tx", "off");
        } catch (CommandFailed failed) {
            throw new IllegalStateException(
                    "pods on hosts with Open vSwitch would not hear from this host: the checksums of what it sends are"
                            + " left to the device " + device + ", and `ethtool -K " + device
                            + " tx off` fails; install Debian's ethtool, or choose --network vxlan: "
                            + failed.getMessage(),
                    failed);
        }
        vxlan.join(own);
    }

    @Override
    public void peers(Set<Peer> peers) {
        vxlan.peers(peers);
    }

    @Override
    public void leave() {
        vxlan.leave();
    }
}
