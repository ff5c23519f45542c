/**
 * Called by whoever has a zone to serve. Calls the zone for names that it owns and the host's resolvers for all others; the only user of
 * sockets and of the DNS library. Never trusts a packet: what can't be read is answered as an error or dropped, and the server lives.
 */
package dev.podproof.reference.dns.server;
