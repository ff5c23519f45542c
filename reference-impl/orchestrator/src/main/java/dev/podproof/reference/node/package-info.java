/**
 * The host's agent: brings the pods that are bound to its host to life and reports how they are; {@code main} starts it.
 * Calls the API server through the client library, the container engine through {@code node.runtime}, and {@code network}.
 * Never chooses a host, never touches a container that is not its own, and keeps nothing that it can't find again after a restart.
 */
package dev.podproof.reference.node;
