/**
 * The overlay that Open vSwitch carries; {@code main} chooses it.
 * Calls the host's {@code ovs-vsctl}, {@code ovs-ofctl} and {@code ip}, and {@code network} for what tunnels have in common.
 * Never touches a switch or port that it did not make.
 */
package dev.podproof.reference.network.ovs;
