/**
 * What the host's agent asks of a container engine, in the agent's own words; called by {@code node} and {@code node.server}.
 * Calls nothing: these are an interface and its values, which {@code node.runtime.docker} implements.
 * Never knows what a pod is beyond the labels that its containers carry.
 */
package dev.podproof.reference.node.runtime;
