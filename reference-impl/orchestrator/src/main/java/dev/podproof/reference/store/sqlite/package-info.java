/**
 * The store for one machine: a SQLite file, written by one thread.
 *
 * <p>Called through {@link dev.podproof.reference.store.Store}. Calls SQLite by JDBC. Never acknowledges a write that is not
 * synced to disk.
 */
package dev.podproof.reference.store.sqlite;
