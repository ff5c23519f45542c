/**
 * The API server: Kubernetes' API over HTTPS, a class per verb, the kinds as a table.
 *
 * <p>Called by {@code main} and tests, and by clients over the network. Calls the rules, the cache for reads, the store for
 * writes. Never acts on what it stores: that is for those who watch.
 */
package dev.podproof.reference.apiserver;
