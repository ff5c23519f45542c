package dev.podproof.reference.node.runtime;

/** The engine refused, failed or could not be reached; the message holds its own words. */
public final class RuntimeFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the caller can do about it. */
    public enum Reason {
        /** There is no such container, image or network. */
        NOT_FOUND,
        /** The name is taken, or the container is in another state than was thought: look again. */
        CONFLICT,
        /** The engine will never do what was asked. */
        REFUSED,
        /** The engine does not answer: try again later. */
        UNAVAILABLE,
        /** The engine tried and failed. */
        FAILED
    }

    private final Reason reason;

    public RuntimeFailure(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
