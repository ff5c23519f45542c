/**
 * The web library's event loops, for the API server, a node's server, and the clients that share a process with it; and what both servers
 * ask of whoever connects: how many connections there may be, and how long each may be at what it is at.
 * Calls the library only, nothing of ours.
 * Never knows what is served, asked, or by whom.
 */
package dev.podproof.reference.web;
