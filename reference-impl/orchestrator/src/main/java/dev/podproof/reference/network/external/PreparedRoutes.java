package dev.podproof.reference.network.external;

import dev.podproof.reference.network.Overlay;
import dev.podproof.reference.network.Peer;
import dev.podproof.reference.network.PodBridge;
import dev.podproof.reference.network.Subnet;
import java.util.Optional;
import java.util.Set;

/**
 * The same for a host that runs no pods, and so needs no bridge: somebody else has seen to its way to the others' pods.
 */
public final class PreparedRoutes implements Overlay {

    @Override
    public PodBridge bridge(Subnet own) {
        throw new IllegalStateException("a host without pods has no bridge");
    }

    @Override
    public void join(Optional<Subnet> own) {
        // Nothing is ours to make.
    }

    @Override
    public void peers(Set<Peer> peers) {
        // Who prepared the routes keeps them.
    }

    @Override
    public void leave() {
        // The routes are not ours.
    }
}
