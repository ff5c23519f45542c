package dev.podproof.hosts;

import com.github.dockerjava.api.DockerClient;
import dev.podproof.hosts.engine.HostsException;
import dev.podproof.hosts.engine.Tar;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which deliberate violations a cluster's hosts have: a file on each of them, which their programs look at once a second. */
final class FaultSwitch {
    static final String FILE = "faults";
    static final String PATH = StartHosts.CONFIG + "/" + FILE;
    static final String OPTION = "--faults";

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final DockerClient docker;
    private final String cluster;
    private final Clock clock;

    FaultSwitch(DockerClient docker, String cluster, Clock clock) {
        this.docker = docker;
        this.cluster = cluster;
        this.clock = clock;
    }

    /** What the file holds. */
    static byte[] content(Collection<String> ids) {
        return ids.stream().map(id -> id + "\n").collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8);
    }

    /** Those that are on; empty if the cluster cannot have any. */
    Optional<List<String>> read() {
        var running = running();
        if (running.isEmpty() || !canHave(running.get(0).containerId())) return Optional.empty();
        return Optional.of(show(running.get(0).containerId(), PATH).lines().toList());
    }

    /** Returns when all hosts that run have done it. */
    void use(Collection<String> ids) {
        if (read().isEmpty())
            throw invalid("it was not started so that it can be made to violate anything; start one with"
                    + " podproof up --faults-switchable");
        var running = running();
        running.forEach(host -> put(host.containerId(), content(ids)));
        new Waiting(clock, LIMIT)
                .untilNothingIsMissing(() -> running.stream()
                        .filter(host -> !isDone(host, ids))
                        .map(Host::name)
                        .findFirst())
                .ifPresent(host -> {
                    throw invalid("host '" + host + "' has not switched its faults after " + LIMIT.toSeconds() + " s");
                });
    }

    /** A host that joins has those of the master from its start. */
    void copy(String master, String joining) {
        if (canHave(master)) put(joining, show(master, PATH).getBytes(StandardCharsets.UTF_8));
    }

    private boolean isDone(Host host, Collection<String> ids) {
        var done = show(host.containerId(), PATH + ".done");
        if (done.startsWith("!"))
            throw invalid("host '" + host.name() + "': " + done.substring(1).strip());
        return done.equals(new String(content(ids), StandardCharsets.UTF_8));
    }

    private List<Host> running() {
        return new Inventory(docker)
                        .status(cluster)
                        .map(ClusterStatus::hosts)
                        .orElseThrow(() -> invalid("there is no such cluster"))
                        .stream()
                        .filter(host -> Boolean.TRUE.equals(docker.inspectContainerCmd(host.containerId())
                                .exec()
                                .getState()
                                .getRunning()))
                        .toList();
    }

    private boolean canHave(String container) {
        return List.of(docker.inspectContainerCmd(container).exec().getConfig().getCmd())
                .contains(OPTION);
    }

    private String show(String container, String file) {
        return HostCommand.run(docker, container, "cat", file);
    }

    private void put(String container, byte[] content) {
        var archive = new ByteArrayOutputStream();
        var directory = StartHosts.CONFIG.substring(1);
        try (var tar = new Tar(archive)) {
            tar.directory(directory, 0700).file(directory + "/" + FILE, 0600, content);
        }
        docker.copyArchiveToContainerCmd(container)
                .withRemotePath("/")
                .withTarInputStream(new ByteArrayInputStream(archive.toByteArray()))
                .exec();
    }

    private HostsException invalid(String why) {
        return new HostsException(HostsException.Reason.INVALID, "the cluster '" + cluster + "': " + why);
    }
}
