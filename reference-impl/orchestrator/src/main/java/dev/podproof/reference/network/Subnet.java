package dev.podproof.reference.network;

import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.api.Ipv4Range;

/** A host's share of the pod range (NET-10). */
public record Subnet(Ipv4Range range) {

    /**
     * The subnet that a text is, as in {@code 10.244.1.0/24}.
     *
     * @throws IllegalArgumentException if it is no IPv4 subnet
     */
    public Subnet(String text) {
        this(Ipv4Range.parse(text));
    }

    public String text() {
        return range.toString();
    }

    /** The first address in it, which is the bridge's. */
    public Ipv4Address gateway() {
        return Ipv4Address.parse(range.address(1));
    }

    /** The address of the subnet itself, which is nobody's: tunnels use it for the host's own end. */
    public Ipv4Address base() {
        return new Ipv4Address(range.network());
    }

    @Override
    public String toString() {
        return text();
    }
}
