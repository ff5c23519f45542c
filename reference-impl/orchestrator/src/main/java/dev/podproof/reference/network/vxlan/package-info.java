/**
 * The overlay that wraps packets between pods in UDP packets between hosts, in the kernel; {@code main} chooses it.
 * Calls the host's {@code ip} and {@code bridge}, and {@code network} for what tunnels have in common.
 * Never asks or learns who is where: it is told.
 */
package dev.podproof.reference.network.vxlan;
