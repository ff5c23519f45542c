/**
 * The overlay that somebody else has prepared on the host; {@code main} chooses it.
 * Calls the host's {@code ip} to look at it.
 * Never changes anything about the network.
 */
package dev.podproof.reference.network.external;
