/**
 * Called by the DNS server with names to look up, and by the watch with services to know. Calls nothing: names and records are
 * worked out here as plain values. Never sees a packet or a socket.
 */
package dev.podproof.reference.dns.zone;
