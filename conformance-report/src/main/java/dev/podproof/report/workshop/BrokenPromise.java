package dev.podproof.report.workshop;

/** A page that does not say what happens. */
public final class BrokenPromise extends AssertionError {
    BrokenPromise(String message) {
        super(message);
    }
}
