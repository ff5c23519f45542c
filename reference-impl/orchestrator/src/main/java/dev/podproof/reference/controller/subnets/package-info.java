/**
 * Called by the master, which starts and closes it. Calls the Kubernetes API to give each node its share of the pods' address
 * range. Never touches a host: what a node does with its subnet is the node's business.
 */
package dev.podproof.reference.controller.subnets;
