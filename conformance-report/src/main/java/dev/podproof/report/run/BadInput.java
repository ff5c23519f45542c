package dev.podproof.report.run;

/** What was asked for cannot be done; the message is one line that says what is wrong and what to do. Ends with exit code 2. */
public final class BadInput extends RuntimeException {
    public BadInput(String message) {
        super(message);
    }

    public BadInput(String message, Throwable cause) {
        super(message, cause);
    }
}
