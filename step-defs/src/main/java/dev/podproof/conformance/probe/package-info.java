/**
 * The suite's senses: called by the world, they ask the cluster's API (HTTP) and run commands inside pods (WebSocket).
 * They call nothing else of the suite, and reach a cluster only through its Kubernetes API.
 * They never judge: they hand back what was answered, or say that they could not ask.
 */
package dev.podproof.conformance.probe;
