package dev.podproof.reference.proxy;

import dev.podproof.reference.api.Ipv4Address;

/** Where a connection really goes: an address and a port of a pod, or of a server outside the cluster. */
record Backend(Ipv4Address address, int port) {

    private static final int MOST = 65_535;

    /** @throws IllegalArgumentException if that is no port */
    Backend {
        requirePort(port);
    }

    static void requirePort(int port) {
        if (port < 1 || port > MOST) {
            throw new IllegalArgumentException(port + " is no port: there are 1 to " + MOST);
        }
    }
}
