/**
 * One host's part in the pods' network: its subnet, its routes to the other hosts, and what leaves the cluster; {@code main}
 * starts it on every host and on the master.
 * Calls the API server for the nodes, and the host's {@code ip} and {@code nft} through {@code host}.
 * Never translates an address inside the cluster, and never removes a route or a rule that it did not make.
 */
package dev.podproof.reference.network;
