package dev.podproof.reference.node;

import dev.podproof.reference.text.Printable;

/**
 * Why a container does not run yet, in the words of its status: often those of an engine or a registry.
 *
 * @param message null for none
 */
record Waiting(String reason, String message) {
    private static final int LONGEST_BYTES = 4_096;

    Waiting {
        message = message == null ? null : Printable.beginning(Printable.text(message), LONGEST_BYTES);
    }
}
