package dev.podproof.reference.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Keys and values under one revision that grows with every change.
 *
 * <p>A write is acknowledged (its stage completes) only when it is on disk and every listener has been told of it. Stages
 * complete on the store's own thread, where nothing may block. They fail with a {@link StoreException}.
 */
public interface Store extends AutoCloseable {

    /** A value and the revision of its last change. */
    @SuppressWarnings("ArrayRecordComponent") // Values are passed on, never compared.
    record Stored(String key, long revision, byte[] value) {}

    /** Everything under a prefix, in the order of the keys, as it was at one revision. */
    record Listing(long revision, List<Stored> entries) {}

    /**
     * One change.
     *
     * @param value the new value, null when the key was deleted
     */
    @SuppressWarnings("ArrayRecordComponent") // Values are passed on, never compared.
    record Change(long revision, String key, byte[] value) {}

    /** Told of changes, in the order of their revisions and one at a time, on the store's thread. */
    interface Listener {
        void changed(Change change);
    }

    /** Ends a watch. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** The revision of the newest change that is on disk. */
    long revision();

    Optional<Stored> get(String key);

    Listing list(String prefix);

    /** Adds a key; fails with EXISTS. The stage gives the new revision. */
    CompletionStage<Long> create(String key, byte[] value);

    /** Replaces a value last changed at {@code expected}; fails with NOT_FOUND or CONFLICT. The stage gives the new revision. */
    CompletionStage<Long> update(String key, long expected, byte[] value);

    /** Removes a value last changed at {@code expected}; fails with NOT_FOUND or CONFLICT. The stage gives the new revision. */
    CompletionStage<Long> delete(String key, long expected);

    /**
     * Tells of every change under a prefix after a revision, each once: what has been first, on the caller's thread, then
     * what comes. A listener that fails has missed its change; neither the write nor other listeners suffer.
     *
     * @throws StoreException GONE if changes after {@code after} are no longer known
     */
    Watch watch(String prefix, long after, Listener listener);

    @Override
    void close();
}
