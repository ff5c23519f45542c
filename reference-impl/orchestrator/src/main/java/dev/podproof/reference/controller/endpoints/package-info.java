/**
 * Called by the master, which starts and closes it. Calls the Kubernetes API to keep, for each service with a selector, the list
 * of the addresses that serve it, and repeats all such lists as EndpointSlices. Never touches the endpoints of a service without a
 * selector: those are somebody else's.
 */
package dev.podproof.reference.controller.endpoints;
