package dev.podproof.conformance.world;

import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.probe.ExecResult;
import dev.podproof.conformance.probe.HostProbe;
import dev.podproof.conformance.subject.DockerHosts;
import dev.podproof.conformance.subject.HostAddress;
import dev.podproof.conformance.subject.RunIdentity;
import dev.podproof.conformance.subject.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The bare Docker hosts, and what a scenario makes there, by the names that it gives; all of it goes when the scenario ends. */
public final class BareHosts {
    private final DockerHosts hosts;
    private final RunIdentity run;
    private final Settings settings;
    private final Shell shell;
    private final Map<String, BareContainer> byName = new LinkedHashMap<>();
    private final List<BareContainer> made = new ArrayList<>();

    BareHosts(DockerHosts hosts, RunIdentity run, Settings settings, Shell shell) {
        this.hosts = hosts;
        this.run = run;
        this.settings = settings;
        this.shell = shell;
    }

    /** The name of a host by its place in their order, from 0. */
    public String host(int place) {
        return hosts.list().get(place);
    }

    /** A host's own address, as the others reach it. */
    public String address(String host) {
        return HostAddress.of(hosts, host)
                .orElseThrow(
                        () -> new NotMet("bare host " + host + " has no address on the device of its default route"));
    }

    public HostProbe probe(String host) {
        return new HostProbe(host, hosts.engine(host), command -> hosts.exec(host, command));
    }

    /** Runs a command on the host itself. */
    public ExecResult onHost(String host, String... command) {
        return hosts.exec(host, command);
    }

    /** Runs Docker's command line on the host. */
    public ExecResult docker(String host, String... arguments) {
        return docker(host, List.of(arguments));
    }

    /** As {@link #docker(String, String...)}, and it has to go well. */
    public String done(String host, String... arguments) {
        ExecResult result = docker(host, arguments);
        if (!result.succeeded()) {
            throw new NotMet("docker " + String.join(" ", arguments) + " on bare host " + host + ": " + result.raw());
        }
        return result.out().strip();
    }

    /** Makes a container, and waits until it answers on all that it is to listen on. */
    public BareContainer start(BareRequest wanted) {
        ExecResult result = ask(wanted);
        if (!result.succeeded()) {
            throw new NotMet(
                    "bare host " + wanted.host() + " makes no container " + wanted.name() + ": " + result.raw());
        }
        BareContainer started = get(wanted.name());
        if (!wanted.doors().isEmpty()) {
            Eventually.eventually(
                    "container " + started.name() + " to listen on " + wanted.doors(),
                    settings.patience(),
                    () -> shell.run(started, started.name(), "netstat -tuln").out(),
                    table -> Network.listening(table).containsAll(wanted.doors()));
        }
        return started;
    }

    /** Says on a host whose it is that it joins a swarm, before it does, by a volume that nobody uses: if this run is killed the next one finds it. */
    public void claim(String host, String what) {
        List<String> command = new ArrayList<>(List.of("volume", "create"));
        labels().forEach(label -> command.addAll(List.of("--label", label)));
        command.add(dockerName(what));
        done(host, command.toArray(String[]::new));
    }

    public void release(String host, String what) {
        docker(host, "volume", "rm", dockerName(what));
    }

    private List<String> labels() {
        return Stream.concat(run.labels().entrySet().stream(), run.annotations().entrySet().stream())
                .map(each -> each.getKey() + "=" + each.getValue())
                .toList();
    }

    /** Asks for a container that the Docker Engine may refuse. */
    public ExecResult ask(BareRequest wanted) {
        String docker = dockerName(wanted.name());
        ExecResult result = docker(wanted.host(), wanted.command(docker, labels(), settings.image()));
        if (result.succeeded()) {
            String address = wanted.isAsleep()
                    ? ""
                    : wanted.isOnHostNetwork() ? address(wanted.host()) : addressOf(wanted.host(), docker);
            BareContainer container = new BareContainer(
                    wanted.name(),
                    wanted.host(),
                    docker,
                    address,
                    wanted.doors(),
                    wanted.isOnHostNetwork(),
                    wanted.isReachedFromAfar());
            made.add(container);
            byName.put(wanted.name(), container);
        }
        return result;
    }

    public BareContainer get(String name) {
        BareContainer found = byName.get(name);
        if (found == null) {
            throw new IllegalStateException("The scenario has no container " + name + " but " + byName.keySet());
        }
        return found;
    }

    public List<BareContainer> all() {
        return List.copyOf(byName.values());
    }

    /** The name that a container of the scenario has at the Docker Engines, whether it is there or not. */
    public String dockerName(String name) {
        return "podproof-" + run.id() + "-" + name;
    }

    /**
     * The variables that a container's first process was started with, read on its host: Docker runs no command in a container whose link leads
     * nowhere.
     */
    public Map<String, String> environment(String name) {
        BareContainer container = get(name);
        String process = done(container.host(), "inspect", "--format", "{{.State.Pid}}", container.docker());
        return Environments.parse(
                onHost(container.host(), "sh", "-c", "tr '\\000' '\\n' < /proc/" + process + "/environ")
                        .out());
    }

    /** Takes a container away, with the volumes that are its own. */
    public void remove(String name) {
        BareContainer container = byName.remove(name);
        done(container.host(), "rm", "--force", "--volumes", container.docker());
        made.remove(container);
    }

    /** Takes away all that is still there. */
    public void removeAll() {
        byName.clear();
        while (!made.isEmpty()) {
            BareContainer container = made.remove(made.size() - 1);
            docker(container.host(), "rm", "--force", "--volumes", container.docker());
        }
    }

    /** What a host shows of itself, for somebody who wants to know why a scenario failed. */
    public String state(String host) {
        return onHost(
                        host,
                        "sh",
                        "-c",
                        "docker ps --all; docker network ls; ip -4 addr; ip route; iptables-save 2>&1 | head -n 200")
                .raw();
    }

    /** All hosts that there are. */
    public List<String> hosts() {
        return hosts.list();
    }

    private String addressOf(String host, String docker) {
        return done(host, "inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", docker);
    }

    private ExecResult docker(String host, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(arguments);
        shell.note(host, command);
        return hosts.exec(host, command.toArray(String[]::new));
    }
}
