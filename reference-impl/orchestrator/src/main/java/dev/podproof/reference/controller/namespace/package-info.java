/**
 * Called by the master, which starts and closes it. Calls the Kubernetes API to furnish new namespaces and to empty those that
 * are being deleted. Never decides that a namespace ends: whoever deleted it did.
 */
package dev.podproof.reference.controller.namespace;
