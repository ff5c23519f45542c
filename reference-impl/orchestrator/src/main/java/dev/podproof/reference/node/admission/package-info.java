/**
 * Whether the host can take a pod that was bound to it, which only a pod that no scheduler placed may fail; called by {@code node}.
 * Calls {@code api} and {@code model} for what ports have to do with each other and what a pod asks for, and nothing else of ours.
 * Never stops a pod that it once admitted, and writes nothing.
 */
package dev.podproof.reference.node.admission;
