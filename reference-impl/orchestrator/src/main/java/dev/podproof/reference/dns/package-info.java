/**
 * Called by the master, or alone against any Kubernetes API. Calls the shared view of services, endpoints and namespaces, keeps the
 * zone made from them in memory, and opens the sockets that serve it. Never asks the API anything while a query waits.
 */
package dev.podproof.reference.dns;
