package dev.podproof.reference.store;

/** What a store refuses or cannot do. */
public final class StoreException extends RuntimeException {

    /** The reasons, which do not depend on the implementation. */
    public enum Reason {
        NOT_FOUND,
        EXISTS,
        /** The key was changed at another revision than the caller expected. */
        CONFLICT,
        /** The history that was asked for has been forgotten. */
        GONE,
        /** The database failed or does not answer, or the store is closed; whether a write has happened is not known. */
        UNAVAILABLE
    }

    private final Reason reason;

    public StoreException(Reason reason, String message) {
        this(reason, message, null);
    }

    public StoreException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
