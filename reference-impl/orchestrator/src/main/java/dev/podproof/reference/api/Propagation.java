package dev.podproof.reference.api;

import java.util.Arrays;

/**
 * What becomes of the objects that a deleted one owns. The garbage collector sees to it; the finalizer keeps the owner until it
 * has.
 */
public enum Propagation {
    /** They go before their owner. */
    FOREGROUND("Foreground", "foregroundDeletion"),
    /** They go after their owner. */
    BACKGROUND("Background", ""),
    /** They stay, and forget their owner, before it goes. */
    ORPHAN("Orphan", "orphan");

    private final String text;
    private final String finalizer;

    Propagation(String text, String finalizer) {
        this.text = text;
        this.finalizer = finalizer;
    }

    /** The finalizer by which the owner waits for the garbage collector; empty if it need not wait. */
    public String finalizer() {
        return finalizer;
    }

    /** Reads a policy; INVALID, about {@code subject}, for anything else. */
    public static Propagation of(String text, ApiException.Subject subject) {
        return Arrays.stream(values())
                .filter(value -> value.text.equals(text))
                .findFirst()
                .orElseThrow(() -> {
                    var problems = new Problems();
                    var supported = Arrays.stream(values()).map(value -> value.text);
                    problems.unsupported("propagationPolicy", text, supported.toList());
                    return problems.refusal(subject);
                });
    }
}
