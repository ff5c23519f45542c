package dev.podproof.reference.network.ovs;

/** What moves the packets of an Open vSwitch. */
enum Datapath {
    KERNEL("system"),
    PROCESS("netdev");

    private final String type;

    Datapath(String type) {
        this.type = type;
    }

    /** Open vSwitch's own word for it. */
    String type() {
        return type;
    }
}
