/**
 * Called by the master, which starts and closes it. Calls the Kubernetes API to bind pods to nodes and to say why it could not.
 * Never starts, moves or stops a pod: it decides once, and the node that the pod is bound to does the rest.
 */
package dev.podproof.reference.scheduler;
