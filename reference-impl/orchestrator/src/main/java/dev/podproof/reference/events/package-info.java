/**
 * Called by components that have something to tell about an object: scheduled, refused, exhausted. Calls the Kubernetes API to
 * write Events, on an executor of its own. Never makes its caller wait or fail: an event that can't be written is logged.
 */
package dev.podproof.reference.events;
