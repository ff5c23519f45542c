package dev.podproof.conformance.world;

import java.util.Set;

/** Something with an address that calls and is called: what the probes of the network are made for. */
public sealed interface Peer permits Pod, BareContainer {
    String name();

    /** The name of the host that it is on. */
    String host();

    String address();

    /** What it listens on, as {@code TCP:8080}. */
    Set<String> doors();

    /** Whether its network is that of its host. */
    boolean isOnHostNetwork();

    /** The only container, where there is but one. */
    String container();
}
