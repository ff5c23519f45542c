package dev.podproof.reference.node.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerNetwork;
import dev.podproof.reference.node.runtime.Container;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Containers in full. A list says only which state a container is in; what else there is to know (times, exit code,
 * address) changes with the state alone, so that one look for each state is enough.
 */
final class Inspections {
    private final DockerClient docker;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    private record Seen(String state, Container container) {}

    Inspections(DockerClient docker) {
        this.docker = docker;
    }

    /** Empty if the container went away in the meantime. */
    Optional<Container> of(com.github.dockerjava.api.model.Container listed) {
        Seen known = seen.get(listed.getId());
        if (known != null && known.state().equals(listed.getState())) {
            return Optional.of(known.container());
        }
        return of(listed.getId());
    }

    /** A fresh look. Empty if there is no such container. */
    Optional<Container> of(String id) {
        try {
            InspectContainerResponse found = docker.inspectContainerCmd(id).exec();
            Container container = container(found);
            // A container that was made but not started may still be told why it could not be: look again.
            if (container.state() != Container.State.CREATED) {
                seen.put(container.id(), new Seen(found.getState().getStatus(), container));
            }
            return Optional.of(container);
        } catch (NotFoundException gone) {
            forget(id);
            return Optional.empty();
        }
    }

    void forget(String id) {
        seen.remove(id);
    }

    void forgetAll() {
        seen.clear();
    }

    private static Container container(InspectContainerResponse found) {
        var state = found.getState();
        var config = found.getConfig();
        // docker-java has no field for it, but keeps what it does not know.
        Object signal = config.getRawValues().get("StopSignal");
        return new Container(
                found.getId(),
                found.getName().substring(1),
                config.getImage(),
                found.getImageId(),
                config.getLabels(),
                state(state.getStatus()),
                Instant.parse(found.getCreated()),
                time(state.getStartedAt()),
                time(state.getFinishedAt()),
                Math.toIntExact(Objects.requireNonNullElse(state.getExitCodeLong(), 0L)),
                Boolean.TRUE.equals(state.getOOMKilled()),
                Objects.requireNonNullElse(state.getError(), ""),
                address(found),
                signal == null || signal.equals("") ? "SIGTERM" : signal.toString());
    }

    private static Container.State state(String status) {
        return switch (status.toLowerCase(Locale.ROOT)) {
            case "created" -> Container.State.CREATED;
            case "exited", "dead", "removing" -> Container.State.EXITED;
            default -> Container.State.RUNNING;
        };
    }

    private static Optional<Instant> time(String text) {
        return text == null || text.startsWith("0001-") ? Optional.empty() : Optional.of(Instant.parse(text));
    }

    private static String address(InspectContainerResponse found) {
        Map<String, ContainerNetwork> networks = found.getNetworkSettings().getNetworks();
        return networks.values().stream()
                .map(ContainerNetwork::getIpAddress)
                .filter(address -> address != null && !address.isEmpty())
                .findFirst()
                .orElse("");
    }
}
