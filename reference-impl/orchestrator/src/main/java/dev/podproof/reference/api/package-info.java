/**
 * The rules of the kinds: errors, names, selectors, and what makes a document valid.
 *
 * <p>Called by every other package that has to know what Kubernetes means by a field. Calls Jackson and the JDK, no other
 * package of ours. Never does I/O, never reads a clock, and never keeps anything between two calls.
 */
package dev.podproof.reference.api;
