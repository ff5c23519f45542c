/**
 * Gives out what exists once in a cluster: service addresses and node ports.
 *
 * <p>Called when a service is let in. Calls nothing. Never remembers more than who holds what now.
 */
package dev.podproof.reference.apiserver.allocation;
