/**
 * The web library's event loops, for the API server, a node's server, and the clients that share a process with it.
 * Calls the library only, nothing of ours.
 * Never knows what is served, asked, or by whom.
 */
package dev.podproof.reference.web;
