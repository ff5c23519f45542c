/**
 * The host's server: containers' logs, commands in containers and their own streams, as the real node agent serves them; the
 * API server is its only client.
 * Calls {@code node.runtime} for the streams, and asks the agent for pods.
 * Never answers anybody but the API server, and holds no more output in memory than a connection's buffer.
 */
package dev.podproof.reference.node.server;
