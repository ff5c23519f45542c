/**
 * Called by the master's components (scheduler, controllers, DNS) and by the proxy, which read the cluster from here. Calls the
 * Kubernetes API, to list each kind once and to watch it from then on. Never writes, and never interprets what it holds.
 */
package dev.podproof.reference.view;
