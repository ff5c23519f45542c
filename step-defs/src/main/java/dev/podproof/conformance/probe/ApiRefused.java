package dev.podproof.conformance.probe;

/** The API answered, but not the question: it is in trouble, or does not know who asks. Nothing can be told about the cluster. */
public final class ApiRefused extends RuntimeException {
    private static final int UNAUTHORIZED = 401;

    private final int status;

    ApiRefused(String request, Answer answer) {
        super(request + ": " + answer.status() + " " + answer.message()
                + (answer.status() == UNAUTHORIZED
                        ? "; these credentials are not, or no longer, accepted: get new ones"
                        : ""));
        this.status = answer.status();
    }

    public int status() {
        return status;
    }
}
