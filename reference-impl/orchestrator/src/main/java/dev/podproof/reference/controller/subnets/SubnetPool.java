package dev.podproof.reference.controller.subnets;

import dev.podproof.reference.api.Ipv4Range;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who owns which part of the pods' range. A part is owned by one node at a time; one that was given back is handed out
 * again only after all others, so that stale routes to it have time to go.
 */
final class SubnetPool {

    private final Ipv4Range range;
    private final int prefix;
    private final Map<Ipv4Range, String> owners = new HashMap<>();
    private int next;

    SubnetPool(Ipv4Range range, int prefix) {
        if (prefix < range.prefix() || prefix > 30) {
            throw new IllegalArgumentException("no subnets with a prefix of " + prefix + " fit into " + range);
        }
        this.range = range;
        this.prefix = prefix;
    }

    /** Notes what a node already has; false if another node has it, or a part of it, or if it is not in the range. */
    synchronized boolean claim(String node, Ipv4Range subnet) {
        if (!isFree(node, subnet)) {
            return false;
        }
        owners.put(subnet, node);
        return true;
    }

    private boolean isFree(String node, Ipv4Range subnet) {
        return range.contains(subnet)
                && owners.entrySet().stream()
                        .noneMatch(owned ->
                                !owned.getValue().equals(node) && owned.getKey().overlaps(subnet));
    }

    /** A subnet for the node: the one it has, else a free one, else none. */
    synchronized Optional<Ipv4Range> take(String node) {
        return take(node, free -> true);
    }

    /** The same, where one that is free here has to be free with others too. */
    synchronized Optional<Ipv4Range> take(String node, Predicate<Ipv4Range> freeElsewhere) {
        for (Map.Entry<Ipv4Range, String> owned : owners.entrySet()) {
            if (owned.getValue().equals(node)) {
                return Optional.of(owned.getKey());
            }
        }
        int count = 1 << (prefix - range.prefix());
        for (int tried = 0; tried < count; tried++) {
            Ipv4Range candidate = range.part(prefix, (next + tried) % count);
            if (isFree(node, candidate) && freeElsewhere.test(candidate) && claim(node, candidate)) {
                next = (next + tried + 1) % count;
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** The node is gone; others may have what it had. */
    synchronized void release(String node) {
        owners.values().removeIf(node::equals);
    }
}
