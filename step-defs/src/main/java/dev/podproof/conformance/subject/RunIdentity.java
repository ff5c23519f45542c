package dev.podproof.conformance.subject;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Whose something is: written on all that a run makes or changes, so that the next run can tell leftovers from what is in use.
 *
 * @param id of this run
 * @param machine where the suite runs: its name, and what tells it from others of that name
 * @param process its process there, with the second of its start, because process numbers come again
 */
public record RunIdentity(String id, String machine, String process) {
    /** Label with the run's ID. */
    public static final String RUN = "podproof.dev/run";

    static final String MACHINE = "podproof.dev/machine";
    static final String PROCESS = "podproof.dev/process";

    /** No feature takes more of them in a row. */
    private static final int PORTS_OF_A_RUN = 20;

    private static final int SHARES_OF_PORTS = 500;

    private static final String THIS_MACHINE = thisMachine();

    static RunIdentity ofThisProcess() {
        return new RunIdentity(
                UUID.randomUUID().toString().substring(0, 8), THIS_MACHINE, describe(ProcessHandle.current()));
    }

    /** Labels for what the run makes. */
    public Map<String, String> labels() {
        return Map.of(RUN, id);
    }

    /** Annotations beside the labels: where the run can be found. */
    public Map<String, String> annotations() {
        return Map.of(MACHINE, machine, PROCESS, process);
    }

    /** The port of hosts that stands for this one in this run: a host has each only once, and another run may be at work there. */
    public int hostPort(int port) {
        return port + PORTS_OF_A_RUN * Math.floorMod(id.hashCode(), SHARES_OF_PORTS);
    }

    /** The same in a line, for what is not the run's own and is only marked by it. */
    String mark() {
        return id + " " + process + " " + machine;
    }

    /** The run whose mark this is; empty when it is no run's. */
    static Optional<RunIdentity> read(String mark) {
        String[] parts = mark.split(" ", 3);
        return parts.length == 3 ? Optional.of(new RunIdentity(parts[0], parts[2], parts[1])) : Optional.empty();
    }

    /** True if the run is one of this machine, of which all can be known. */
    boolean isOfThisMachine() {
        return machine.equals(THIS_MACHINE);
    }

    /** Whether its process has ended; to be asked only of a run of this machine. */
    boolean processHasEnded() {
        int at = process.indexOf('@');
        try {
            return ProcessHandle.of(Long.parseLong(process.substring(0, Math.max(0, at))))
                    .map(alive -> !describe(alive).equals(process))
                    .orElse(true);
        } catch (NumberFormatException e) {
            return true;
        }
    }

    /** For people. */
    String said() {
        return "run " + id + " (process " + process.replaceFirst("@.*", "") + " of " + machine.replaceFirst("/.*", "")
                + ")";
    }

    private static String describe(ProcessHandle process) {
        return process.pid() + "@"
                + process.info().startInstant().map(Instant::getEpochSecond).orElse(0L);
    }

    /** Containers of one name have processes of one number each: what tells them apart is their namespace of processes, and the kernel's start. */
    private static String thisMachine() {
        String name;
        try {
            name = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // A machine without a name in its own tables: its processes still have numbers of their own.
            name = "unnamed";
        }
        try {
            String kernel =
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
            String processes =
                    Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
            return name + "/" + kernel + "/" + processes.replaceAll("[^0-9]", "");
        } catch (IOException | UnsupportedOperationException e) {
            // No Linux: there are no namespaces to be told apart.
            return name;
        }
    }
}
