package dev.podproof.reference.network;

import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.model.ForeignHosts.ForeignHost;
import dev.podproof.reference.model.Nodes;
import io.fabric8.kubernetes.api.model.Node;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which hosts are to be reached, out of what they say of themselves. The API server holds that against the cluster's ranges before it
 * keeps it; here it is looked at once more, so that whatever stands in one node, the ways to all others stay as they are.
 */
final class Peers {

    private static final Comparator<Node> OLDEST_FIRST = Comparator.<Node, String>comparing(
                    node -> Objects.requireNonNullElse(node.getMetadata().getCreationTimestamp(), ""))
            .thenComparing(node -> node.getMetadata().getName());

    private final Ipv4Range pods;
    private final Map<Ipv4Range, String> taken = new HashMap<>();
    private final Map<String, Peer> peers = new LinkedHashMap<>();
    private final Map<String, String> leftOut = new LinkedHashMap<>();

    /** @param pods the range that every subnet has to be in */
    Peers(Ipv4Range pods) {
        this.pods = pods;
    }

    /**
     * Looks at all hosts.
     *
     * @param self this host's name as a node, empty if it is none
     */
    void look(Collection<Node> nodes, Stream<ForeignHost> foreign, Optional<String> self) {
        nodes.stream().sorted(OLDEST_FIRST).forEach(node -> {
            String name = node.getMetadata().getName();
            Optional<Peer> peer = peer(node, name);
            peer.filter(found -> take(found) && !self.equals(Optional.of(name)))
                    .ifPresent(found -> peers.put(name, found));
        });
        foreign.map(host -> new Peer(
                        "another network's host at " + host.address(),
                        host.address(),
                        new Subnet(host.subnet()),
                        host.hardwareAddress()))
                .filter(this::take)
                .forEach(peer -> peers.put(peer.node(), peer));
    }

    /** Those to be reached. */
    Set<Peer> all() {
        return Set.copyOf(peers.values());
    }

    /** Why some are not, by their names. */
    Map<String, String> leftOut() {
        return Map.copyOf(leftOut);
    }

    private Optional<Peer> peer(Node node, String name) {
        Optional<Ipv4Range> subnet = Nodes.subnet(node);
        if (subnet.isEmpty() && saysSubnet(node)) {
            leftOut.put(name, "its podCIDR is no range of IPv4 addresses");
        }
        return subnet.flatMap(range -> Nodes.address(node).map(address -> new Peer(name, address, new Subnet(range))));
    }

    private static boolean saysSubnet(Node node) {
        return node.getSpec() != null
                && node.getSpec().getPodCIDR() != null
                && !node.getSpec().getPodCIDR().isEmpty();
    }

    private boolean take(Peer peer) {
        Ipv4Range range = peer.subnet().range();
        if (!pods.contains(range)) {
            leftOut.put(peer.node(), "its subnet " + range + " is not in the pods' range " + pods);
            return false;
        }
        for (Map.Entry<Ipv4Range, String> other : taken.entrySet()) {
            if (other.getKey().overlaps(range)) {
                leftOut.put(peer.node(), "its subnet " + range + " overlaps that of " + other.getValue());
                return false;
            }
        }
        taken.put(range, peer.node());
        return true;
    }
}
