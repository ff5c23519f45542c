package dev.podproof.reference.store.sqlite;

import dev.podproof.reference.store.Store.Change;
import dev.podproof.reference.store.Store.Stored;
import dev.podproof.reference.store.StoreException;
import java.sql.SQLException;
import java.util.Optional;
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
        var current = database.get(key);
        check(current);
        if (value == null) {
            database.delete(key);
        } else if (expected == NEW) {
            database.insert(key, revision, value);
        } else {
            database.update(key, revision, value);
        }
        return new Change(revision, key, value, current.map(Stored::value).orElse(null));
    }

    private void check(Optional<Stored> current) {
        if (expected == NEW) {
            if (current.isPresent()) {
                throw new StoreException(StoreException.Reason.EXISTS, key + " exists");
            }
        } else if (current.isEmpty()) {
            throw new StoreException(StoreException.Reason.NOT_FOUND, key + " does not exist");
        } else if (current.get().revision() != expected) {
            throw new StoreException(
                    StoreException.Reason.CONFLICT,
                    key + " was changed at revision " + current.get().revision() + ", not at " + expected);
        }
    }
}
