package dev.podproof.conformance.world;

import dev.podproof.conformance.eventually.Age;
import dev.podproof.conformance.probe.ExecResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The first processes of containers: what they are told, and what they have used. */
public final class Processes {
    /** What a process that answers is told to end with a code. */
    private static final Map<Integer, String> SIGNALS = Map.of(0, "TERM", 1, "USR1", 143, "USR2");

    private final Shell shell;

    Processes(Shell shell) {
        this.shell = shell;
    }

    /** Has the main process of a container that answers end with that code, which is 0, 1 or 143. The command that says so may end with it. */
    public void end(Pod pod, String container, int code) {
        Pod.mayBeChanged(pod);
        shell.tell(pod, container, "kill -" + SIGNALS.get(code) + " 1");
    }

    /** Whether a container that is stubborn has been told to end; empty words where it cannot be asked. */
    public String told(Pod pod, String container) {
        return shell.run(pod, container, "cat /tmp/told").out().strip();
    }

    /** When the main process of a container was born, in the kernel's own count: another one has another birth. */
    public String born(Pod pod, String container) {
        return shell.run(pod, container, "cut -d' ' -f22 /proc/1/stat").out().strip();
    }

    /** Calls a pod on a TCP port until it no longer answers; how long that took, in seconds. */
    public ExecResult lastAnswer(Pod client, Pod server, int port) {
        return shell.run(
                client,
                client.container(),
                Programs.LAST_ANSWER,
                server.address(),
                String.valueOf(port),
                server.name() + "/" + server.containers().get(0));
    }

    /** The share of a processor that a container's main process has used over a while; 1 is one processor all the time. */
    public double share(Pod pod, String container, Duration meanwhile) {
        Age age = Age.ofNow();
        List<Double> before = times(pod, container);
        age.atLeast(meanwhile);
        List<Double> after = times(pod, container);
        return (after.get(0) - before.get(0)) / (after.get(1) - before.get(1));
    }

    /** What the kernel grants a container of processors; empty where the container does not see that. */
    public Optional<Allowance> allowance(Pod pod, String container) {
        return Allowance.parse(shell.run(pod, container, Programs.ALLOWANCE).out());
    }

    private List<Double> times(Pod pod, String container) {
        return shell.run(pod, container, Programs.TIMES)
                .out()
                .lines()
                .map(Double::valueOf)
                .toList();
    }
}
