package dev.podproof.conformance;

/** What a scenario did to the whole target could not be undone: every scenario that follows would judge another target. */
public final class NotUndone extends RuntimeException {
    /**
     * @param what what is left, and what whoever owns the target has to do
     */
    public NotUndone(String what, Throwable cause) {
        super(what, cause);
    }
}
