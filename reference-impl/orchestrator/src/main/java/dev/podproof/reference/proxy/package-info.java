/**
 * Called by the node, which starts and closes it. Calls the host's {@code nft} (and {@code conntrack}) so that the kernel sends
 * traffic for a service's virtual address to one of its ready endpoints. Never carries a packet itself, never decides which
 * endpoints are ready, and leaves its rules working when it stops.
 */
package dev.podproof.reference.proxy;
