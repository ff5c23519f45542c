package dev.podproof.conformance.subject;

import com.github.dockerjava.api.DockerClient;
import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.eventually.Limit;
import dev.podproof.conformance.probe.ExecResult;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Hosts that this machine reaches by commands: {@code docker exec} where they are containers, whatever a user names elsewhere. */
public final class CommandHosts implements DockerHosts {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Map<String, HostCommands> commands;
    private final Map<String, HostEngine> engines = new ConcurrentHashMap<>();
    private final Set<String> stopped = new LinkedHashSet<>();
    private final Set<String> cutOff = new LinkedHashSet<>();

    /** Takes the commands by the hosts' names. */
    public CommandHosts(Map<String, HostCommands> commands) {
        this.commands = new TreeMap<>(commands);
    }

    @Override
    public List<String> list() {
        return List.copyOf(commands.keySet());
    }

    @Override
    public DockerClient engine(String host) {
        return engines.computeIfAbsent(
                        host, name -> HostEngine.open(name, commands(name).dial()))
                .client();
    }

    @Override
    public ExecResult exec(String host, String... command) {
        String line = Stream.of(command).map(CommandHosts::quoted).collect(Collectors.joining(" "));
        return Local.run(commands(host).shell(), line + "\n", LIMIT);
    }

    @Override
    public synchronized void stop(String host) {
        stopped.add(host);
        forget(host);
        obey(host, "stop", commands(host).stop());
    }

    @Override
    public synchronized void start(String host) {
        obey(host, "start", commands(host).start());
        try {
            Eventually.eventually(
                    "the Docker Engine of host " + host,
                    new Limit(LIMIT, "what a host has to come back"),
                    () -> exec(host, "docker", "version"),
                    ExecResult::succeeded,
                    ExecResult::raw);
        } catch (NotMet e) {
            throw new HostLost(e.getMessage(), e);
        }
        stopped.remove(host);
        cutOff.remove(host);
    }

    @Override
    public synchronized void cutOff(String host) {
        cutOff.add(host);
        obey(host, "cut off", commands(host).cutOff());
    }

    @Override
    public synchronized void heal(String host) {
        obey(host, "heal", commands(host).heal());
        cutOff.remove(host);
    }

    @Override
    public synchronized void restore() {
        List.copyOf(stopped).forEach(this::start);
        List.copyOf(cutOff).forEach(this::heal);
    }

    @Override
    public void close() {
        list().forEach(this::forget);
    }

    private void forget(String host) {
        HostEngine engine = engines.remove(host);
        if (engine != null) {
            engine.close();
        }
    }

    private HostCommands commands(String host) {
        HostCommands found = commands.get(host);
        if (found == null) {
            throw new HostLost("no way to host " + host + " is given, only to " + list());
        }
        return found;
    }

    private static void obey(String host, String what, List<String> command) {
        ExecResult result = Local.run(command, "", LIMIT);
        if (!result.succeeded()) {
            throw new HostLost("host " + host + " does not " + what + ": '"
                    + String.join(" ", command).strip() + "': " + result.raw());
        }
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
