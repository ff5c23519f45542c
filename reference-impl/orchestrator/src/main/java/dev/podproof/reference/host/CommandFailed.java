package dev.podproof.reference.host;

import java.util.List;

/** A program of the host did not do what it was asked to; the message holds the command and the program's own words. */
public final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why there is nothing to go on with. */
    public enum Reason {
        /** The program is not installed or may not be executed. */
        NOT_STARTED,
        /** It ran longer than its limit and was killed. */
        TIMED_OUT,
        /** It ended with a status other than 0. */
        FAILED
    }

    private final Reason reason;
    private final int status;
    private final String output;
    private final String error;

    private CommandFailed(Reason reason, int status, String output, String error, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.status = status;
        this.output = output;
        this.error = error;
    }

    static CommandFailed notStarted(List<String> command, Throwable cause) {
        String message = "can't start `" + String.join(" ", command) + "`: " + cause.getMessage();
        return new CommandFailed(Reason.NOT_STARTED, -1, "", "", message, cause);
    }

    static CommandFailed timedOut(List<String> command, long seconds) {
        String message = "`" + String.join(" ", command) + "` was not done after " + seconds + " s and was killed";
        return new CommandFailed(Reason.TIMED_OUT, -1, "", "", message, null);
    }

    /** For a program that ended with a status other than 0 and these words on its standard error. */
    public static CommandFailed failed(List<String> command, int status, String error) {
        return failed(command, status, "", error);
    }

    static CommandFailed failed(List<String> command, int status, String output, String error) {
        String message = "`" + String.join(" ", command) + "` ended with status " + status + ": " + error.strip();
        return new CommandFailed(Reason.FAILED, status, output, error, message, null);
    }

    public Reason reason() {
        return reason;
    }

    /** The program's exit status, -1 if it has none. */
    public int status() {
        return status;
    }

    /** What the program wrote on its standard output all the same. */
    public String output() {
        return output;
    }

    /** What the program wrote on its standard error. */
    public String error() {
        return error;
    }
}
