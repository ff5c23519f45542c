package dev.podproof.reference.api.patch;

/** A patch that cannot be applied to any document; the message says which part of it is wrong. */
public final class InvalidPatch extends RuntimeException {
    InvalidPatch(String message) {
        super(message);
    }
}
