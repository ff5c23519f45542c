package dev.podproof.reference.network;

import dev.podproof.reference.api.Ipv4Range;

/**
 * A host's share of the pod range (NET-10).
 *
 * @param text as in {@code 10.244.1.0/24}
 */
public record Subnet(String text) {

    /** @throws IllegalArgumentException if it is no IPv4 subnet */
    public Subnet {
        text = Ipv4Range.parse(text).toString();
    }

    /** The first address in it, which is the bridge's. */
    public String gateway() {
        return Ipv4Range.parse(text).address(1);
    }

    /** The address of the subnet itself, which is nobody's: tunnels use it for the host's own end. */
    public String base() {
        return Ipv4Range.parse(text).address(0);
    }

    @Override
    public String toString() {
        return text;
    }
}
