/**
 * Called by the master, which starts and closes it where the overlay is VXLAN and the state is in etcd.
 * Calls the Kubernetes API for nodes, and keeps them equal with the leases that flannel's daemons elsewhere write and read (ADR 0029).
 * Never touches a lease that is not of a node of ours.
 */
package dev.podproof.reference.controller.flannel;
