package dev.podproof.conformance.probe;

/** A command could not be run inside a container, or its end was never told: nothing can be said about what it would have shown. */
public final class ExecLost extends RuntimeException {
    ExecLost(String message, Throwable cause) {
        super(message, cause);
    }
}
