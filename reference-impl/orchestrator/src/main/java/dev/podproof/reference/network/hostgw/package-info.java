/**
 * The overlay that is none: each host is the gateway to its pods, for hosts on one network segment; {@code main} chooses it.
 * Calls the host's {@code ip}.
 * Never touches a route that does not carry its protocol number.
 */
package dev.podproof.reference.network.hostgw;
