package dev.podproof.conformance.subject;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Whose a namespace is: written on everything that a run makes, so that the next run can tell leftovers from what is in use.
 *
 * @param id of this run
 * @param machine where the suite runs
 * @param process its process there, with the second of its start, because process numbers come again
 */
public record RunIdentity(String id, String machine, String process) {
    /** Label with the run's ID. */
    public static final String RUN = "podproof.dev/run";

    static final String MACHINE = "podproof.dev/machine";
    static final String PROCESS = "podproof.dev/process";

    static RunIdentity ofThisProcess() {
        return new RunIdentity(
                UUID.randomUUID().toString().substring(0, 8), thisMachine(), describe(ProcessHandle.current()));
    }

    /** Labels for what the run makes. */
    public Map<String, String> labels() {
        return Map.of(RUN, id);
    }

    /** Annotations beside the labels: where the run can be found. */
    public Map<String, String> annotations() {
        return Map.of(MACHINE, machine, PROCESS, process);
    }

    /** Whether such annotations are those of a run on this machine that has ended; of another machine's runs nothing is known. */
    static boolean hasEnded(String machine, String process) {
        if (!machine.equals(thisMachine())) {
            return false;
        }
        int at = process.indexOf('@');
        try {
            return ProcessHandle.of(Long.parseLong(process.substring(0, Math.max(0, at))))
                    .map(alive -> !describe(alive).equals(process))
                    .orElse(true);
        } catch (NumberFormatException e) {
            return true;
        }
    }

    private static String describe(ProcessHandle process) {
        return process.pid() + "@"
                + process.info().startInstant().map(Instant::getEpochSecond).orElse(0L);
    }

    private static String thisMachine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // A machine without a name in its own tables: its processes still have numbers of their own.
            return "unnamed";
        }
    }
}
