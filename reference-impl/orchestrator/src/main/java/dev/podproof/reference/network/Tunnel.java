package dev.podproof.reference.network;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.HardwareAddress;
import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.host.Commands;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The part of a VXLAN overlay that does not depend on who wraps the packets: behind a device of this host every other host is a
 * neighbour whose hardware address is known for good, and a gateway to its pods. So nothing is ever asked by broadcast, and
 * nothing has to be learned.
 */
public final class Tunnel {
    /** What VXLAN adds to a packet, in bytes: Ethernet, IPv4, UDP and VXLAN headers (RFC 7348). */
    public static final int OVERHEAD = 50;
    /** The virtual network that all pods are on. */
    public static final int NETWORK_ID = 1;
    /** Where hosts listen for wrapped packets: the kernel's own choice, older than the number that RFC 7348 got. */
    public static final int PORT = 8472;

    private final Commands commands;
    private final Routes routes;
    private final KernelTable<String> neighbours = new KernelTable<>(this::neighbours);
    private final String device;

    /** @param device of this host, which hands over what it is given to the host with that hardware address */
    public Tunnel(Commands commands, String device) {
        this.commands = commands;
        this.routes = new Routes(commands);
        this.device = device;
    }

    /**
     * The hardware address of a host's end, made from the host's own address, so that nobody has to be told of it. It is a
     * locally administered one.
     */
    public static HardwareAddress hardwareAddress(Ipv4Address host) {
        int address = host.bits();
        return new HardwareAddress("02:70:%02x:%02x:%02x:%02x"
                .formatted(address >>> 24 & 255, address >>> 16 & 255, address >>> 8 & 255, address & 255));
    }

    /**
     * Gives this host's end the address of its subnet, which no pod has (as flannel does); a host without a subnet is known by
     * its own address, which the kernel chooses by itself.
     */
    public void address(Optional<Subnet> own) {
        address(own, found());
    }

    /** The same on a device that was just made, and of which nothing has to be read. */
    public void begin(Optional<Subnet> own) {
        address(own, List.of());
        neighbours.are(Map.of());
    }

    private List<String> found() {
        return KernelJson.list(commands, "ip", "-4", "-json", "addr", "show", "dev", device).stream()
                .flatMap(link -> StreamSupport.stream(link.path("addr_info").spliterator(), false))
                .map(address -> address.path("local").asText())
                .toList();
    }

    private void address(Optional<Subnet> own, List<String> found) {
        if (!found.equals(own.map(subnet -> subnet.base().toString()).stream().toList())) {
            Batch changes = new Batch(commands, "ip", "-4");
            if (!found.isEmpty()) {
                changes.add("addr flush dev " + device);
            }
            own.ifPresent(subnet -> changes.add("addr add " + subnet.base() + "/32 dev " + device));
            changes.run();
        }
    }

    /** Neighbours first and the route last, so that no packet finds a route to somebody unknown; the other way round when they go. */
    public void peers(Set<Peer> peers) {
        Map<String, String> wanted = peers.stream()
                .collect(Collectors.toMap(
                        peer -> peer.subnet().base().toString(),
                        peer -> peer.hardwareAddress().text()));
        Map<String, String> found = neighbours.take();
        Batch changes = new Batch(commands, "ip", "-4");
        wanted.forEach((address, hardware) -> {
            if (!hardware.equals(found.get(address))) {
                changes.add("neigh replace " + address + " dev " + device + " lladdr " + hardware + " nud permanent");
            }
        });
        routes.converge(
                peers.stream()
                        .map(peer ->
                                new Routes.Route(peer.subnet(), peer.subnet().base(), Optional.of(device)))
                        .toList(),
                changes);
        found.keySet().stream()
                .filter(address -> !wanted.containsKey(address))
                .forEach(address -> changes.add("neigh del " + address + " dev " + device));
        changes.run();
        neighbours.are(wanted);
    }

    /** Somebody else may have changed neighbours and routes. */
    public void forget() {
        neighbours.forget();
        routes.forget();
    }

    private Map<String, String> neighbours() {
        Map<String, String> known = new HashMap<>();
        for (JsonNode one :
                KernelJson.list(commands, "ip", "-4", "-json", "neigh", "show", "dev", device, "nud", "permanent")) {
            known.put(one.path("dst").asText(), one.path("lladdr").asText());
        }
        return known;
    }
}
