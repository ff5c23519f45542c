package dev.podproof.reference.network;

import java.util.Optional;
import java.util.Set;

/**
 * How packets between pods get from host to host (NET-02). All calls come one after the other: each brings the host from what
 * it finds to what it is told.
 */
public interface Overlay {

    /**
     * Makes what needs no knowledge of the cluster; comes before all else on a host that runs pods, while its Engine starts.
     *
     * @throws IllegalStateException if this host can't run the overlay
     */
    default void prepare() {
        // Most have nothing that takes time.
    }

    /**
     * This host's subnet, where it is not the API that chooses it but somebody who prepared the host.
     *
     * @throws IllegalStateException while that is not done
     */
    default Optional<Subnet> given() {
        return Optional.empty();
    }

    /** The name of the bridge that this host's pods are attached to; known before the bridge is there. */
    default String bridgeName() {
        return PodBridge.OURS;
    }

    /** What this host's pods are attached to. */
    PodBridge bridge(Subnet own);

    /**
     * This host takes part. Said first, when its subnet is another, after any trouble, and once a minute: somebody else may have changed the
     * host meanwhile, and nothing that is remembered of it counts.
     *
     * @param own its pods' subnet; empty on a host that runs no pods
     */
    void join(Optional<Subnet> own);

    /** These are all the others there are; said after {@link #join}, and whenever there are others. */
    void peers(Set<Peer> peers);

    /** This host no longer takes part: nothing of the overlay stays. */
    void leave();
}
