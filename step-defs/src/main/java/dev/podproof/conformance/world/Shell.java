package dev.podproof.conformance.world;

import dev.podproof.conformance.probe.ExecProbe;
import dev.podproof.conformance.probe.ExecResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Runs short programs in containers, and remembers them as commands that a person can repeat. */
public final class Shell {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final ExecProbe exec;
    private final List<String> commands = new CopyOnWriteArrayList<>();

    Shell(ExecProbe exec) {
        this.exec = exec;
    }

    /** Runs a program with arguments, which it finds as {@code $1} and so on. */
    public ExecResult run(Pod pod, String container, String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", program, "podproof"));
        command.addAll(List.of(arguments));
        commands.add("kubectl -n " + pod.namespace() + " exec " + pod.name() + " -c " + container + " -- "
                + command.stream().map(Shell::quoted).collect(Collectors.joining(" ")));
        return exec.run(pod.namespace(), pod.name(), container, command, LIMIT);
    }

    /** What was run, in the form of kubectl and in its order. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    private static String quoted(String word) {
        return word.matches("[\\w./:=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
