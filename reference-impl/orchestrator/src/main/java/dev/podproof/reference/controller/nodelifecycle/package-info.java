/**
 * Called by the master, which starts and closes it. Calls the Kubernetes API to say of silent nodes that nobody hears of them, to
 * taint them, and to delete pods that do not tolerate that. Never reaches for a host: all it knows is who has written when.
 */
package dev.podproof.reference.controller.nodelifecycle;
