/**
 * The store in etcd, 3.4 or later: for a master that is to share its state with others, or whose state others look after.
 *
 * <p>Called through {@link dev.podproof.reference.store.Store} alone. Calls etcd's client, which is known nowhere else. Never
 * keeps anything that is not in etcd, but the recent history.
 */
package dev.podproof.reference.store.etcd;
