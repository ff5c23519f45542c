package dev.podproof.reference.store.sqlite;

import dev.podproof.reference.store.Store.Change;
import dev.podproof.reference.store.StoreException;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/**
 * A write that waits for its turn.
 *
 * @param expected the revision that the key was last changed at; {@link #NEW} for a key that must not exist
 * @param value the new value, null to delete
 */
@SuppressWarnings("ArrayRecordComponent") // Writes are never compared.
record Write(String key, long expected, byte[] value, CompletableFuture<Long> done) {

    static final long NEW = 0;

    /** Does the write inside the current transaction, or throws a StoreException and changes nothing. */
    Change apply(Database database, long revision) throws SQLException {
        boolean applied;
        if (value == null) {
            applied = database.delete(key, expected);
        } else if (expected == NEW) {
            applied = database.insert(key, revision, value);
        } else {
            applied = database.update(key, expected, revision, value);
        }
        if (!applied) {
            throw refusal(database);
        }
        return new Change(revision, key, value);
    }

    private StoreException refusal(Database database) throws SQLException {
        if (expected == NEW) {
            return new StoreException(StoreException.Reason.EXISTS, key + " exists");
        }
        return database.get(key)
                .map(current -> new StoreException(
                        StoreException.Reason.CONFLICT,
                        key + " was changed at revision " + current.revision() + ", not at " + expected))
                .orElseGet(() -> new StoreException(StoreException.Reason.NOT_FOUND, key + " does not exist"));
    }
}
