package dev.podproof.reference.network.vxlan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.network.Batch;
import dev.podproof.reference.network.KernelJson;
import dev.podproof.reference.network.KernelTable;
import dev.podproof.reference.network.Overlay;
import dev.podproof.reference.network.Peer;
import dev.podproof.reference.network.PodBridge;
import dev.podproof.reference.network.Subnet;
import dev.podproof.reference.network.Tunnel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packets between pods travel inside UDP packets between hosts (RFC 7348), wrapped by the kernel. A permanent forwarding
 * entry per peer says which host has which hardware address, as flannel's VXLAN backend does it.
 */
public final class Vxlan implements Overlay {
    /** The kernel's device that wraps and unwraps. */
    public static final String DEVICE = "podproof.1";

    private static final Logger LOG = LoggerFactory.getLogger(Vxlan.class);

    private final Commands commands;
    private final Ipv4Address address;
    private final int mtu;
    private final Tunnel tunnel;
    /** Whether the device is as {@link #make} has left it: nothing is in its tables. */
    private boolean untouched;

    private final KernelTable<String> forwarding = new KernelTable<>(this::forwarding);

    /**
     * This host's end of the tunnels.
     *
     * @param address the host's own
     * @param mtu the largest packet of pods, in bytes
     */
    public Vxlan(Commands commands, Ipv4Address address, int mtu) {
        this.commands = commands;
        this.address = address;
        this.mtu = mtu;
        this.tunnel = new Tunnel(commands, DEVICE);
    }

    @Override
    public PodBridge bridge(Subnet own) {
        return PodBridge.ours(own, mtu);
    }

    @Override
    public void prepare() {
        JsonNode found = device();
        if (!isWanted(found)) {
            if (!found.isMissingNode()) {
                commands.run("ip", "link", "del", DEVICE);
            }
            make();
        }
    }

    @Override
    public void join(Optional<Subnet> own) {
        if (!untouched) {
            prepare();
        }
        if (untouched) {
            untouched = false;
            forwarding.are(Map.of());
            tunnel.begin(own);
        } else {
            forwarding.forget();
            tunnel.forget();
            tunnel.address(own);
        }
    }

    @Override
    public void peers(Set<Peer> peers) {
        // A host that is gone may be remembered at the address that another has by now: then both are led there.
        Map<String, String> wanted = peers.stream()
                .collect(Collectors.toMap(
                        peer -> peer.hardwareAddress().text(),
                        peer -> peer.address().toString(),
                        (one, other) -> one));
        Map<String, String> found = forwarding.take();
        Batch changes = new Batch(commands, "bridge");
        wanted.forEach((hardware, host) -> {
            if (!host.equals(found.get(hardware))) {
                changes.add("fdb replace " + hardware + " dev " + DEVICE + " dst " + host + " self permanent");
            }
        });
        changes.run();
        tunnel.peers(peers);
        found.keySet().stream()
                .filter(hardware -> !wanted.containsKey(hardware))
                .forEach(hardware -> changes.add("fdb del " + hardware + " dev " + DEVICE + " self"));
        changes.run();
        forwarding.are(wanted);
    }

    /** Routes, neighbours and forwarding entries go with their device. */
    @Override
    public void leave() {
        if (!device().isMissingNode()) {
            commands.run("ip", "link", "del", DEVICE);
        }
    }

    private void make() {
        Batch making = new Batch(commands, "ip");
        making.add("link add " + DEVICE + " address " + Tunnel.hardwareAddress(address) + " mtu " + mtu
                + " type vxlan id " + Tunnel.NETWORK_ID + " local " + address + " dstport " + Tunnel.PORT
                + " nolearning");
        making.add("link set " + DEVICE + " up");
        making.run();
        untouched = true;
        LOG.info("{} carries packets of pods from {} over UDP {}", DEVICE, address, Tunnel.PORT);
    }

    private boolean isWanted(JsonNode found) {
        JsonNode data = found.path("linkinfo").path("info_data");
        return found.path("mtu").asInt() == mtu
                && found.path("address")
                        .asText()
                        .equals(Tunnel.hardwareAddress(address).text())
                && data.path("id").asInt() == Tunnel.NETWORK_ID
                && data.path("local").asText().equals(address.toString())
                && data.path("port").asInt() == Tunnel.PORT;
    }

    private JsonNode device() {
        return KernelJson.list(commands, "ip", "-json", "-details", "link", "show", "type", "vxlan").stream()
                .filter(device -> device.path("ifname").asText().equals(DEVICE))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private Map<String, String> forwarding() {
        Map<String, String> entries = new HashMap<>();
        for (JsonNode entry : KernelJson.list(commands, "bridge", "-json", "fdb", "show", "dev", DEVICE)) {
            if (entry.has("dst")) {
                entries.put(entry.path("mac").asText(), entry.path("dst").asText());
            }
        }
        return entries;
    }
}
