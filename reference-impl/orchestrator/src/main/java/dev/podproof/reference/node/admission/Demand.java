package dev.podproof.reference.node.admission;

import dev.podproof.reference.api.HostPort;
import dev.podproof.reference.model.Pods;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What one pod takes of its host. */
record Demand(Pod pod, List<HostPort> ports) {

    static Demand of(Pod pod) {
        return new Demand(pod, Pods.hostPorts(pod));
    }

    boolean wantsAPortOf(Demand other) {
        return ports.stream().anyMatch(port -> other.ports.stream().anyMatch(port::collidesWith));
    }

    /** Its containers run together, its init containers one after the other before them. */
    BigDecimal of(String resource) {
        if (resource.equals("pods")) {
            return BigDecimal.ONE;
        }
        BigDecimal together = pod.getSpec().getContainers().stream()
                .map(container -> request(container, resource))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return list(pod.getSpec().getInitContainers()).stream()
                .map(container -> request(container, resource))
                .reduce(together, BigDecimal::max);
    }

    private static BigDecimal request(Container container, String resource) {
        return Optional.ofNullable(container.getResources())
                .map(resources -> resources.getRequests())
                .map((Map<String, Quantity> requests) -> requests.get(resource))
                .map(Quantity::getNumericalAmount)
                .orElse(BigDecimal.ZERO);
    }

    private static <T> List<T> list(List<T> values) {
        return Objects.requireNonNullElse(values, List.of());
    }
}
