package dev.podproof.conformance.probe;

/** The API answered, and the answer was no where the suite needs a yes. */
public final class ApiRefused extends RuntimeException {
    private final int status;

    ApiRefused(String request, Answer answer) {
        super(request + ": " + answer.status() + " " + answer.message());
        this.status = answer.status();
    }

    public int status() {
        return status;
    }
}
