package dev.podproof.reference.api;

/**
 * A port of the host that a container asks for.
 *
 * @param address on which of the host's addresses; empty for all of them
 * @param protocol as in {@code TCP}
 */
public record HostPort(String address, int port, String protocol) {
    private static final String ALL = "0.0.0.0";

    public HostPort {
        address = address == null || address.isEmpty() ? ALL : address;
        protocol = protocol == null ? "TCP" : protocol;
    }

    /** True if a host can't give both. */
    public boolean collidesWith(HostPort other) {
        return port == other.port
                && protocol.equals(other.protocol)
                && (address.equals(ALL) || other.address.equals(ALL) || address.equals(other.address));
    }
}
