package dev.podproof.conformance.probe;

/** The API could not be asked, or did not answer: nothing can be told about the cluster. */
public final class ApiLost extends RuntimeException {
    public ApiLost(String message, Throwable cause) {
        super(message, cause);
    }
}
