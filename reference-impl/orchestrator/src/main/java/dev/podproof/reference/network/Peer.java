package dev.podproof.reference.network;

/**
 * Another host whose pods are to be reached.
 *
 * @param node its name, for messages
 * @param address the host's own address
 * @param subnet its pods' subnet
 * @param hardwareAddress of its end of a tunnel
 */
public record Peer(String node, String address, Subnet subnet, String hardwareAddress) {

    /** A host of this cluster, whose hardware address nobody has to be told of. */
    public Peer(String node, String address, Subnet subnet) {
        this(node, address, subnet, Tunnel.hardwareAddress(address));
    }
}
