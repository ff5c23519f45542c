package dev.podproof.conformance.subject;

/** A host did not do what it was told to: nothing can be said about what depends on it. The message names the host and what it said. */
public final class HostLost extends RuntimeException {
    HostLost(String message) {
        super(message);
    }

    /** With what went wrong, and why. */
    public HostLost(String message, Throwable cause) {
        super(message, cause);
    }
}
