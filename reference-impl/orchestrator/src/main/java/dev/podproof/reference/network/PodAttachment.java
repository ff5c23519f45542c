package dev.podproof.reference.network;

/** Who attaches pods to the host's network, and is told what it has to know of it. */
public interface PodAttachment {

    /** Nobody: a host that runs no pods. */
    PodAttachment NONE = new PodAttachment() {
        @Override
        public void subnetGiven(Subnet subnet) {
            // It has none.
        }

        @Override
        public void networkReady(PodBridge bridge) {
            // It has no bridge.
        }

        @Override
        public void networkFails(String why) {
            // The log has it.
        }
    };

    /** Somebody has prepared that subnet for this host's pods; the API does not know it yet. */
    void subnetGiven(Subnet subnet);

    /** The host has its share of the pods' range, and its routes: pods can be run. Said again when anything of it changes. */
    void networkReady(PodBridge bridge);

    /** The host's network is not as it should be, and is tried again; until it is ready no more pods should come. */
    void networkFails(String why);
}
