package dev.podproof.reference.network.external;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.host.CommandFailed;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.network.KernelJson;
import dev.podproof.reference.network.Overlay;
import dev.podproof.reference.network.Peer;
import dev.podproof.reference.network.PodBridge;
import dev.podproof.reference.network.Subnet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody else, Weave for example, has prepared a bridge whose pods are reached from everywhere. It is used as it is: its
 * address says which subnet is this host's, its MTU how large packets may be.
 */
public final class External implements Overlay {
    private final Commands commands;
    private final String name;

    /**
     * Whether it is there is not looked at yet: it may come late.
     *
     * @param name the bridge's name on this host
     */
    public External(Commands commands, String name) {
        this.commands = commands;
        this.name = name;
    }

    @Override
    public String bridgeName() {
        return name;
    }

    /**
     * The one that the bridge's address is in.
     *
     * @throws IllegalStateException while the bridge is not there, or has not exactly one IPv4 address
     */
    @Override
    public Optional<Subnet> given() {
        return Optional.of(look().subnet());
    }

    @Override
    public PodBridge bridge(Subnet own) {
        return look();
    }

    @Override
    public void join(Optional<Subnet> own) {
        Subnet found = look().subnet();
        own.filter(subnet -> !subnet.equals(found)).ifPresent(subnet -> {
            throw new IllegalStateException("the bridge " + name + " is in " + found + ", but this host's node has "
                    + subnet + ": kubectl delete node makes room for the new one");
        });
    }

    @Override
    public void peers(Set<Peer> peers) {
        // Who prepared the bridge carries its packets too.
    }

    @Override
    public void leave() {
        // The bridge is not ours.
    }

    private PodBridge look() {
        JsonNode link = link();
        List<JsonNode> addresses = link.path("addr_info").findParents("local");
        if (addresses.size() != 1) {
            throw new IllegalStateException("the bridge " + name + " has " + addresses.size()
                    + " IPv4 addresses; it takes one, in this host's share of the pod range: ip addr add"
                    + " 10.244.N.1/24 dev " + name);
        }
        String address = addresses.get(0).path("local").asText();
        Subnet subnet =
                new Subnet(address + "/" + addresses.get(0).path("prefixlen").asInt());
        return new PodBridge(name, subnet, address, link.path("mtu").asInt());
    }

    private JsonNode link() {
        try {
            return KernelJson.list(commands, "ip", "-4", "-json", "addr", "show", "dev", name)
                    .get(0);
        } catch (CommandFailed | IndexOutOfBoundsException missing) {
            throw new IllegalStateException(
                    "with --network external this host has to have the bridge " + name
                            + " already, with an IPv4 address in its share of the pod range; it has none",
                    missing);
        }
    }
}
