/**
 * The host's Docker Engine as a {@link dev.podproof.reference.node.runtime.ContainerRuntime}; {@code main} makes it, {@code node} uses it.
 * Calls the Engine over its unix socket, with docker-java and for what lasts over connections of its own; it is the only package of the
 * orchestrator that does.
 * Never decides what should run, and keeps nothing that the Engine does not know.
 */
package dev.podproof.reference.node.runtime.docker;
