/**
 * Called by the master, which starts and closes it. Calls the Kubernetes API to delete what nobody else would ever delete: old events,
 * finished pods beyond a number, pods of nodes that are gone. Never deletes a pod that may still run somewhere.
 */
package dev.podproof.reference.controller.bounds;
