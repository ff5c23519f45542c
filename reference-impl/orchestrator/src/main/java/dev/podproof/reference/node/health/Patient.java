package dev.podproof.reference.node.health;

import dev.podproof.reference.node.runtime.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A running container, and how to reach it.
 *
 * @param spec the container as its pod declares it
 * @param address its pod's address, or the host's own
 */
public record Patient(Pod pod, io.fabric8.kubernetes.api.model.Container spec, Container running, String address) {

    String id() {
        return running.id();
    }

    String name() {
        return spec.getName();
    }

    /** Empty if the port is a name that none of the container's ports has. */
    Optional<Integer> port(IntOrString port) {
        if (port.getIntVal() != null) {
            return Optional.of(port.getIntVal());
        }
        return Objects.requireNonNullElse(spec.getPorts(), List.<ContainerPort>of()).stream()
                .filter(declared -> port.getStrVal().equals(declared.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst();
    }
}
