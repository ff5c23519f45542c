package dev.podproof.reference.node.runtime;

/**
 * The network of one host's pods: one bridge, one subnet (NET-10, NET-12).
 *
 * @param name the network's name in the engine
 * @param bridge the bridge's device name on the host
 * @param subnet the host's share of the pod range, as in {@code 10.244.1.0/24}
 * @param gateway the bridge's own address in it
 * @param mtu the largest packet that the overlay carries, in bytes
 */
public record PodNetwork(String name, String bridge, String subnet, String gateway, int mtu) {}
