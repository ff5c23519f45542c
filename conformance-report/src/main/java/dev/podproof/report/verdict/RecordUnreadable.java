package dev.podproof.report.verdict;

/** A record of a run cannot be understood: it was not written by the suite, or by a version that this one does not know. */
public final class RecordUnreadable extends RuntimeException {
    RecordUnreadable(String message) {
        super(message);
    }

    RecordUnreadable(String message, Throwable cause) {
        super(message, cause);
    }
}
