/**
 * Called by the master, which starts and closes it. Calls the Kubernetes API to make, remove, adopt and release pods until each
 * replication controller has as many as it declares. Never decides where a pod runs, and never touches a pod that another
 * controller has.
 */
package dev.podproof.reference.controller.replication;
