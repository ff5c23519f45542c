package dev.podproof.conformance.subject;

/** There is no cluster to test; the message is one line that says why and what to do. */
public final class SubjectUnreachable extends RuntimeException {
    SubjectUnreachable(String message) {
        super(message);
    }

    SubjectUnreachable(String message, Throwable cause) {
        super(message, cause);
    }
}
