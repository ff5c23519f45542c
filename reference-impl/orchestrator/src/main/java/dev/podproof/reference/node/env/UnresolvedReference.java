package dev.podproof.reference.node.env;

/** A pod refers to something that is not there (yet); the message says what, as the container's status shows it. */
public final class UnresolvedReference extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnresolvedReference(String message) {
        super(message);
    }
}
