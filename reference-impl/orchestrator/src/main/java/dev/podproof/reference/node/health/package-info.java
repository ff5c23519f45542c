/**
 * Whether containers are well: their probes and their lifecycle hooks (POD-06); called by {@code node}.
 * Calls containers, over the network and through {@code node.runtime}, and tells its {@link dev.podproof.reference.node.health.HealthListener}.
 * Never ends or starts a container: what follows from its findings, the agent decides.
 */
package dev.podproof.reference.node.health;
