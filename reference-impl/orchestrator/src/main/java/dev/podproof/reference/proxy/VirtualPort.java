package dev.podproof.reference.proxy;

import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.api.Names;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One port of a service: a virtual address that stands for the ready backends behind it. Rules for the kernel are made of this and of
 * nothing else; so nothing fits into it that could be read as more than a name, an address or a number.
 *
 * @param service namespace/name of the service, for people who read the rules
 * @param nodePort the port on every host's own addresses that leads here too
 * @param affinity for how long a client stays with the backend that it came to first; none when it may change every time
 * @param backends in an order that depends on nothing but the backends
 */
record VirtualPort(
        String service,
        Transport protocol,
        Ipv4Address address,
        int port,
        Optional<Integer> nodePort,
        Optional<Duration> affinity,
        List<Backend> backends) {

    private static final Logger LOG = LoggerFactory.getLogger(VirtualPort.class);
    private static final int DEFAULT_AFFINITY_SECONDS = 10_800;
    private static final int LONGEST_AFFINITY_SECONDS = 86_400;
    private static final Comparator<Backend> ORDER =
            Comparator.comparing(Backend::address).thenComparingInt(Backend::port);

    /** @throws IllegalArgumentException if it has a name or a port that nothing can have */
    VirtualPort {
        requireName(service);
        Backend.requirePort(port);
        nodePort.ifPresent(Backend::requirePort);
        backends = List.copyOf(backends);
    }

    private static void requireName(String service) {
        String[] parts = service.split("/", -1);
        if (parts.length != 2
                || Stream.of(parts).anyMatch(part -> Names.labelProblem(part).isPresent())) {
            throw new IllegalArgumentException("no service can be called that");
        }
    }

    /** What tells it from all others: no two services have the same address. */
    Key key() {
        return new Key(service, protocol, address, port);
    }

    /** The same port when nobody serves it. */
    VirtualPort withoutBackends() {
        return new VirtualPort(service, protocol, address, port, nodePort, affinity, List.of());
    }

    /** Identity of a virtual port, as long as it exists. */
    record Key(String service, Transport protocol, Ipv4Address address, int port) {}

    /** All ports of a service; none for headless services and mere aliases, which have no virtual address. */
    static List<VirtualPort> of(Service service, Optional<Endpoints> endpoints) {
        if (service.getSpec() == null || "ExternalName".equals(service.getSpec().getType())) {
            return List.of();
        }
        // Another cluster's API may know addresses of IPv6 too, and one of those would spoil the whole transaction.
        return Ipv4Address.of(service.getSpec().getClusterIP()).stream()
                .flatMap(address -> service.getSpec().getPorts().stream()
                        .flatMap(port -> of(service, address, port, endpoints).stream()))
                .toList();
    }

    private static Optional<VirtualPort> of(
            Service service, Ipv4Address address, ServicePort port, Optional<Endpoints> endpoints) {
        String name = service.getMetadata().getNamespace() + "/"
                + service.getMetadata().getName();
        try {
            return Transport.of(port.getProtocol())
                    .map(protocol -> new VirtualPort(
                            name,
                            protocol,
                            address,
                            Objects.requireNonNullElse(port.getPort(), 0),
                            Optional.ofNullable(port.getNodePort()).filter(number -> number != 0),
                            affinity(service),
                            backends(port, endpoints)));
        } catch (IllegalArgumentException wrong) {
            LOG.warn("port {} of service {} is not served: {}", port.getPort(), quoted(name), wrong.getMessage());
            return Optional.empty();
        }
    }

    /** A line of the log stays one, whatever somebody called a service. */
    private static String quoted(String name) {
        return name.replaceAll("[^ -~]", "?");
    }

    private static List<Backend> backends(ServicePort wanted, Optional<Endpoints> endpoints) {
        return endpoints.stream()
                .flatMap(known -> known.getSubsets().stream())
                .flatMap(subset -> backends(wanted, subset))
                .distinct()
                .sorted(ORDER)
                .toList();
    }

    private static Stream<Backend> backends(ServicePort wanted, EndpointSubset subset) {
        return subset.getPorts().stream()
                .filter(port -> matches(wanted, port))
                .flatMap(port -> subset.getAddresses().stream()
                        .map(EndpointAddress::getIp)
                        .flatMap(text -> Ipv4Address.of(text).stream())
                        .map(address -> new Backend(address, Objects.requireNonNullElse(port.getPort(), 0))));
    }

    /** A service's port and its endpoints' are tied by name; an only port may have none. */
    private static boolean matches(ServicePort wanted, EndpointPort port) {
        return Objects.requireNonNullElse(wanted.getName(), "").equals(Objects.requireNonNullElse(port.getName(), ""))
                && Transport.of(wanted.getProtocol()).equals(Transport.of(port.getProtocol()));
    }

    private static Optional<Duration> affinity(Service service) {
        if (!"ClientIP".equals(service.getSpec().getSessionAffinity())) {
            return Optional.empty();
        }
        Integer seconds = service.getSpec().getSessionAffinityConfig() == null
                        || service.getSpec().getSessionAffinityConfig().getClientIP() == null
                ? null
                : service.getSpec().getSessionAffinityConfig().getClientIP().getTimeoutSeconds();
        boolean usable = seconds != null && seconds > 0 && seconds <= LONGEST_AFFINITY_SECONDS;
        return Optional.of(Duration.ofSeconds(usable ? seconds : DEFAULT_AFFINITY_SECONDS));
    }
}
