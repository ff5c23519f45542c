package dev.podproof.hosts;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Network;
import dev.podproof.hosts.engine.HostsException;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What stands on the outer Engine, read from labels alone, and how it is taken away. */
final class Inventory {
    private static final int LOG_LINES = 40;

    private final DockerClient docker;

    Inventory(DockerClient docker) {
        this.docker = docker;
    }

    /** Names of all clusters of which anything is left. */
    List<String> names() {
        return docker.listContainersCmd().withShowAll(true).withLabelFilter(List.of(Labels.CLUSTER)).exec().stream()
                .map(container -> container.getLabels().get(Labels.CLUSTER))
                .distinct()
                .sorted()
                .toList();
    }

    /** Clusters whose process was killed before it could take them away. */
    List<String> abandoned() {
        return docker.listContainersCmd().withShowAll(true).withLabelFilter(List.of(Labels.OWNER)).exec().stream()
                .filter(container -> Owner.parse(container.getLabels().get(Labels.OWNER))
                        .map(Owner::isGone)
                        .orElse(false))
                .map(container -> container.getLabels().get(Labels.CLUSTER))
                .distinct()
                .toList();
    }

    boolean exists(String cluster) {
        return !containers(cluster).isEmpty() || !networks(cluster).isEmpty();
    }

    /** Empty when there is no master: nothing, or only remains. */
    Optional<ClusterStatus> status(String cluster) {
        var containers = containers(cluster);
        return containers.stream().filter(Inventory::isMaster).findFirst().map(master -> {
            var running = containers.stream().filter(Inventory::isRunning).count();
            var state = running == containers.size()
                    ? ClusterStatus.State.RUNNING
                    : running == 0 ? ClusterStatus.State.STOPPED : ClusterStatus.State.DEGRADED;
            return new ClusterStatus(
                    cluster,
                    state,
                    containers.stream()
                            .filter(Inventory::isHost)
                            .map(Inventory::host)
                            .toList(),
                    Instant.ofEpochSecond(master.getCreated()),
                    Optional.of(master).filter(Inventory::isRunning).map(Inventory::endpoint));
        });
    }

    /** The end of what a host's entry script and orchestrator said. */
    String logTail(String cluster, String host) {
        var text = new StringBuilder();
        for (var container : containers(cluster))
            if (host.equals(container.getLabels().get(Labels.HOST))) appendLog(container.getId(), text);
        return text.toString();
    }

    private void appendLog(String containerId, StringBuilder text) {
        var output = new HostCommand.Output();
        try {
            docker.logContainerCmd(containerId)
                    .withStdOut(true)
                    .withStdErr(true)
                    .withTail(LOG_LINES)
                    .exec(output)
                    .awaitCompletion();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostsException(HostsException.Reason.INTERRUPTED, "interrupted while reading a host's log", e);
        }
        text.append(output.text());
    }

    /** Takes away containers, their volumes and the network. Does nothing where nothing is. */
    void remove(String cluster) {
        containers(cluster).parallelStream().forEach(this::remove);
        networks(cluster)
                .forEach(network -> ignoreGone(
                        () -> docker.removeNetworkCmd(network.getId()).exec()));
    }

    /** Takes away those containers of a cluster that play this part in it. */
    void remove(String cluster, String role) {
        containers(cluster).parallelStream()
                .filter(container -> role.equals(container.getLabels().get(Labels.ROLE)))
                .forEach(this::remove);
    }

    private void remove(Container container) {
        ignoreGone(() -> docker.removeContainerCmd(container.getId())
                .withForce(true)
                .withRemoveVolumes(true)
                .exec());
    }

    /** Somebody else's removal of the same thing, done or under way, is as good as ours. */
    private static void ignoreGone(Runnable removal) {
        try {
            removal.run();
        } catch (NotFoundException e) {
            // Gone is what was wanted.
        } catch (ConflictException e) {
            if (!String.valueOf(e.getMessage()).contains("already in progress")) throw e;
        }
    }

    List<Container> containers(String cluster) {
        return docker.listContainersCmd().withShowAll(true).withLabelFilter(Labels.ofCluster(cluster)).exec().stream()
                .sorted(Comparator.comparing((Container container) -> !isMaster(container))
                        .thenComparing(container -> container.getNames()[0].length())
                        .thenComparing(container -> container.getNames()[0]))
                .toList();
    }

    private List<Network> networks(String cluster) {
        return docker.listNetworksCmd()
                .withFilter("label", List.of(Labels.CLUSTER + "=" + cluster))
                .exec();
    }

    private static Host host(Container container) {
        var network = container.getHostConfig().getNetworkMode();
        var address = Optional.ofNullable(
                        container.getNetworkSettings().getNetworks().get(network))
                .map(ContainerNetwork::getIpAddress)
                .orElse("");
        var labels = container.getLabels();
        return new Host(labels.get(Labels.HOST), Role.ofLabel(labels.get(Labels.ROLE)), container.getId(), address);
    }

    private static URI endpoint(Container master) {
        return URI.create("https://127.0.0.1:" + master.getLabels().get(Labels.API_PORT));
    }

    private static boolean isHost(Container container) {
        return container.getLabels().containsKey(Labels.HOST);
    }

    private static boolean isMaster(Container container) {
        return Role.MASTER.label().equals(container.getLabels().get(Labels.ROLE));
    }

    private static boolean isRunning(Container container) {
        return "running".equals(container.getState());
    }
}
