/**
 * The overlay that a flanneld beside us keeps; {@code main} chooses it.
 * Reads the file that flanneld writes for Docker.
 * Never touches a route or a device of flanneld's.
 */
package dev.podproof.reference.network.flannel;
