package dev.podproof.reference.network;

import dev.podproof.reference.api.HardwareAddress;
import dev.podproof.reference.api.Ipv4Address;

/**
 * Another host whose pods are to be reached. Its types hold nothing that a program of this host could take for more than it is: peers
 * are made of what other hosts say of themselves.
 *
 * @param node its name, for messages
 * @param address the host's own address
 * @param subnet its pods' subnet
 * @param hardwareAddress of its end of a tunnel
 */
public record Peer(String node, Ipv4Address address, Subnet subnet, HardwareAddress hardwareAddress) {

    /** A host of this cluster, whose hardware address nobody has to be told of. */
    public Peer(String node, Ipv4Address address, Subnet subnet) {
        this(node, address, subnet, Tunnel.hardwareAddress(address));
    }
}
