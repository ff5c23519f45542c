package dev.podproof.hosts;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Container;
import dev.podproof.hosts.engine.HostsException;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Stops the containers of a cluster, and starts them again with all that they hold: over lunch, or after the machine was restarted. */
final class Halt {
    /** A host ends its pods' containers first, each of which may ask for its grace. */
    private static final int GRACE_SECONDS = 30;

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final DockerClient docker;
    private final String cluster;
    private final Clock clock;

    Halt(DockerClient docker, String cluster, Clock clock) {
        this.docker = docker;
        this.cluster = cluster;
        this.clock = clock;
    }

    /** Stops the hosts, then the master, which hears until then what becomes of pods. Does nothing to what has stopped. */
    void stop() {
        var containers = new Inventory(docker).containers(cluster);
        containers.stream().skip(1).toList().parallelStream().forEach(this::stop);
        containers.stream().limit(1).forEach(this::stop);
    }

    /** Starts the master, then the others in the order in which they were made; returns when each host has said again that it is ready. */
    void start() {
        var containers = new Inventory(docker).containers(cluster);
        containers.forEach(this::start);
        var master = containers.get(0).getId();
        Map<String, ContainerState> nodes = new LinkedHashMap<>();
        containers.stream().filter(Halt::isNode).forEach(node -> nodes.put(host(node), state(node)));
        try (var api = ApiClient.open(AdminKubeconfig.readFromMaster(docker, master))) {
            await(() -> AwaitApi.missing(api));
            // Until then the API tells what a host said before it was stopped.
            await(() -> silent(api, nodes));
            AwaitNodes.await(List.copyOf(nodes.keySet()), api, clock, host -> {});
        } catch (HostTrouble e) {
            throw failed(e.getMessage());
        }
    }

    private void await(Supplier<Optional<String>> missing) {
        new Waiting(clock, LIMIT).untilNothingIsMissing(missing).ifPresent(last -> {
            throw failed("after " + LIMIT.toSeconds() + " s " + last);
        });
    }

    private Optional<String> silent(KubernetesClient api, Map<String, ContainerState> nodes) {
        try {
            return api.nodes().list().getItems().stream()
                    .filter(node -> nodes.containsKey(node.getMetadata().getName()))
                    .filter(node -> lastHeard(node)
                            .isBefore(startedAt(nodes.get(node.getMetadata().getName()))))
                    .map(node -> node.getMetadata().getName() + " has not reported since it was started")
                    .findFirst();
        } catch (KubernetesClientException e) {
            return Optional.of("the nodes can't be asked for: " + e.getMessage());
        }
    }

    private static Instant lastHeard(Node node) {
        return AwaitNodes.condition(node, AwaitNodes.READY)
                .map(ready -> Instant.parse(ready.getLastHeartbeatTime()))
                .orElse(Instant.MIN);
    }

    /** The API tells whole seconds. */
    private static Instant startedAt(ContainerState state) {
        return Instant.parse(state.getStartedAt()).truncatedTo(ChronoUnit.SECONDS);
    }

    private static boolean isNode(Container container) {
        return Role.NODE.label().equals(container.getLabels().get(Labels.ROLE));
    }

    private static String host(Container container) {
        return container.getLabels().get(Labels.HOST);
    }

    private ContainerState state(Container container) {
        return docker.inspectContainerCmd(container.getId()).exec().getState();
    }

    private void stop(Container container) {
        try {
            docker.stopContainerCmd(container.getId())
                    .withTimeout(GRACE_SECONDS)
                    .exec();
        } catch (NotModifiedException e) {
            // It has stopped already.
        }
    }

    private void start(Container container) {
        try {
            docker.startContainerCmd(container.getId()).exec();
        } catch (NotModifiedException e) {
            // It runs already.
        }
    }

    private HostsException failed(String why) {
        return new HostsException(
                HostsException.Reason.BRING_UP,
                "the cluster '" + cluster + "' was started and does not serve: " + why + "; docker logs " + cluster
                        + "-master shows what its master said");
    }
}
