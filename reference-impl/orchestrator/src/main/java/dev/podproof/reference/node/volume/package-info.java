/**
 * A pod's volumes as directories and files of its host (VOL-01 to VOL-08); called by {@code node}.
 * Calls {@code node.files} for all that is made on the host, its {@code mount} and {@code du} through {@code host}, and {@code node.env} for what volumes contain.
 * Never asks the container engine, and never touches a host path beyond making it where the pod says so.
 */
package dev.podproof.reference.node.volume;
