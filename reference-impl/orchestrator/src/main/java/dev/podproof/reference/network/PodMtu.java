package dev.podproof.reference.network;

import java.util.OptionalInt;

/** How large the packets of pods may be. */
public final class PodMtu {
    /** RFC 791: every host has to take packets of this size. */
    private static final int SMALLEST = 576;

    private PodMtu() {}

    /**
     * What pods may send over a network of hosts, in bytes.
     *
     * @param ofHosts the largest packet on the hosts' network
     * @param overhead what the overlay adds to a packet
     * @param wanted what somebody asked for, if that fits; by default all that is left
     * @throws IllegalStateException if it does not fit
     */
    public static int of(int ofHosts, int overhead, OptionalInt wanted) {
        int left = ofHosts - overhead;
        if (left < SMALLEST) {
            throw new IllegalStateException("packets of the hosts' network are at most " + ofHosts + " bytes: with "
                    + overhead + " for the overlay less than " + SMALLEST
                    + " are left for pods; raise the MTU of the hosts' network or choose --network host-gw");
        }
        int chosen = wanted.orElse(left);
        if (chosen < SMALLEST || chosen > left) {
            throw new IllegalStateException("--mtu " + chosen + " does not fit: packets of pods take " + SMALLEST
                    + " to " + left + " bytes here, as those of the hosts' network take " + ofHosts
                    + " and the overlay adds " + overhead);
        }
        return chosen;
    }

    /**
     * The same of a size that somebody else has chosen and written down.
     *
     * @param where it was found
     * @throws IllegalStateException if it does not fit
     */
    public static int found(int mtu, int ofHosts, String where) {
        if (mtu < SMALLEST || mtu > ofHosts) {
            throw new IllegalStateException(where + " says " + mtu + ", which does not fit: packets of pods take "
                    + SMALLEST + " to " + ofHosts + " bytes, the most on the hosts' network");
        }
        return mtu;
    }
}
