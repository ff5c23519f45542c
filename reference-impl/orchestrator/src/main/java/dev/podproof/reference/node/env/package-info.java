/**
 * What a container finds in its environment: variables, and the fields of its own pod; called by {@code node}.
 * Calls nothing of ours: these are pure functions on the client library's classes.
 * Never asks the cluster, and never changes a pod.
 */
package dev.podproof.reference.node.env;
