/**
 * The cluster in memory: what reads are answered from, encoded once, in step with the store.
 *
 * <p>Called by the API server's verbs. Calls the store's watch. Never changes an object.
 */
package dev.podproof.reference.apiserver.cache;
