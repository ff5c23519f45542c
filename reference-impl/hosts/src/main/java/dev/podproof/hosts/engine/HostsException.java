package dev.podproof.hosts.engine;

/** Hosts could not be made, found or removed. The message says what happened, where, and what to do about it. */
public final class HostsException extends RuntimeException {
    /** Stable: scripts and tests may rely on it. */
    public enum Reason {
        /** No Docker Engine answers. */
        NO_DOCKER,
        /** An image can neither be found, pulled nor built. */
        NO_IMAGE,
        /** A cluster of that name exists already. */
        NAME_TAKEN,
        /** A name, a number or a combination that can't be. */
        INVALID,
        /** An action of the bring-up failed; the message names it. */
        BRING_UP,
        /** Something could not be read or written on this machine. */
        LOCAL_FILES,
        /** Interrupted while waiting. */
        INTERRUPTED
    }

    private final Reason reason;

    public HostsException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public HostsException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
