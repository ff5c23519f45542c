package dev.podproof.conformance;

/**
 * What was expected did not hold: a comparison that failed, or a wait that came to its end. In a {@code Then} the requirement has failed, in
 * a {@code Given} or {@code When} nothing can be told. Every other exception is the suite's own error.
 */
public final class NotMet extends AssertionError {
    public NotMet(String message) {
        super(message);
    }

    public NotMet(String message, Throwable cause) {
        super(message, cause);
    }
}
