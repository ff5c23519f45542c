package dev.podproof.conformance.probe;

/** What a command inside a container left behind: its exit code and both of its streams. */
public record ExecResult(int exitCode, String out, String err) {
    public boolean succeeded() {
        return exitCode == 0;
    }

    /** Both streams and the exit code, for a message. */
    public String raw() {
        String streams = (out + (err.isBlank() ? "" : "\n[stderr] " + err)).strip();
        return succeeded() ? streams : (streams + " [exit code " + exitCode + "]").strip();
    }
}
