package dev.podproof.hosts;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that a cluster ends with, as a label's value. When it was killed, whoever comes next can tell and cleans up after it:
 * process IDs are used again, so that the time of its start belongs to it, and so does the machine, which is all that can be judged.
 */
record Owner(String machine, long pid, long startedAtMillis) {
    static Owner self() {
        var process = ProcessHandle.current();
        return new Owner(machineName(), process.pid(), startOf(process));
    }

    static Optional<Owner> parse(String label) {
        var parts = label.split("/", -1);
        if (parts.length != 3) return Optional.empty();
        try {
            return Optional.of(new Owner(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Certainly gone: a process of another machine is never said to be. */
    boolean isGone() {
        if (!machine.equals(machineName())) return false;
        return ProcessHandle.of(pid)
                .filter(process -> startOf(process) == startedAtMillis)
                .isEmpty();
    }

    String label() {
        return machine + "/" + pid + "/" + startedAtMillis;
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String machineName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unnamed";
        }
    }
}
