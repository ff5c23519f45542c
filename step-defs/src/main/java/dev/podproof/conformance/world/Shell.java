package dev.podproof.conformance.world;

import dev.podproof.conformance.probe.ExecLost;
import dev.podproof.conformance.probe.ExecResult;
import dev.podproof.conformance.probe.PodShells;
import dev.podproof.conformance.subject.Counts;
import dev.podproof.conformance.subject.DockerHosts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs short programs in containers, and remembers them as commands that a person can repeat. */
public final class Shell {
    private static final Logger LOG = LoggerFactory.getLogger(Shell.class);
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final PodShells shells;
    private final Optional<DockerHosts> bareHosts;
    private final Counts counts;
    private final List<String> commands = new CopyOnWriteArrayList<>();

    Shell(PodShells shells, Optional<DockerHosts> bareHosts, Counts counts) {
        this.counts = counts;
        this.shells = shells;
        this.bareHosts = bareHosts;
    }

    /** Runs a program with arguments, which it finds as {@code $1} and so on. */
    public ExecResult run(Peer peer, String container, String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", program, "podproof"));
        command.addAll(List.of(arguments));
        if (peer instanceof Pod pod) {
            note(pod, container, command);
            counts.command();
            return shells.run(pod.namespace(), pod.name(), container, command, LIMIT);
        }
        BareContainer bare = (BareContainer) peer;
        command.addAll(0, List.of("docker", "exec", bare.docker()));
        note(bare.host(), command);
        return bareHosts.orElseThrow().exec(bare.host(), command.toArray(String[]::new));
    }

    /** Runs a program in a pod by itself, and not by a shell that has stood there for a while. */
    ExecResult runAnew(Pod pod, String container, String program) {
        List<String> command = List.of("sh", "-c", program);
        note(pod, container, command);
        counts.command();
        return shells.runAnew(pod.namespace(), pod.name(), container, command, LIMIT);
    }

    /** Runs a program that may take the container away from under itself, so that nobody learns how it ended. */
    void tell(Pod pod, String container, String program) {
        try {
            run(pod, container, program);
        } catch (ExecLost e) {
            LOG.debug("{} in {}/{}: {}", program, pod.name(), container, e.getMessage());
        }
    }

    private void note(Pod pod, String container, List<String> command) {
        commands.add("kubectl -n " + pod.namespace() + " exec " + pod.name() + " -c " + container + " -- "
                + quoted(command));
    }

    /** What is counted of all scenarios. */
    Counts counts() {
        return counts;
    }

    /** Remembers what was run on a host. */
    void note(String host, List<String> command) {
        commands.add("on " + host + ": " + quoted(command));
    }

    /** What was run, in its order: by kubectl, or by whatever leads to the host that is named. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    /** Bytes as printf takes them. */
    public static String escaped(byte... bytes) {
        return IntStream.range(0, bytes.length)
                .mapToObj(i -> "\\%03o".formatted(bytes[i] & 0xff))
                .collect(Collectors.joining());
    }

    private static String quoted(List<String> command) {
        return command.stream().map(Shell::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return word.matches("[\\w./:=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
