package dev.podproof.reference.network;

/**
 * Another host whose pods are to be reached.
 *
 * @param node its name, for messages
 * @param address the host's own address
 * @param subnet its pods' subnet
 */
public record Peer(String node, String address, Subnet subnet) {}
