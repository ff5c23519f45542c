package dev.podproof.reference.proxy;

import dev.podproof.reference.api.Addresses;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One port of a service: a virtual address that stands for the ready backends behind it.
 *
 * @param service namespace/name of the service, for people who read the rules
 * @param protocol in nftables' words: tcp or udp
 * @param nodePort the port on every host's own addresses that leads here too
 * @param affinity for how long a client stays with the backend that it came to first; none when it may change every time
 * @param backends in an order that depends on nothing but the backends
 */
record VirtualPort(
        String service,
        String protocol,
        String address,
        int port,
        Optional<Integer> nodePort,
        Optional<Duration> affinity,
        List<Backend> backends) {

    private static final int DEFAULT_AFFINITY_SECONDS = 10_800;
    private static final int HIGHEST_PORT = 65_535;

    /** @throws IllegalArgumentException for what the kernel would refuse, with all other ports that it is told of together */
    VirtualPort {
        requirePort(port);
        nodePort.ifPresent(VirtualPort::requirePort);
        backends.forEach(backend -> requirePort(backend.port()));
        backends = List.copyOf(backends);
    }

    private static void requirePort(int port) {
        if (port < 1 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException(port + " is no port");
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
    record Key(String service, String protocol, String address, int port) {}

    /** All ports of a service; none for headless services and mere aliases, which have no virtual address. */
    static List<VirtualPort> of(Service service, Optional<Endpoints> endpoints) {
        String address = service.getSpec().getClusterIP();
        if (!isIpv4(address) || "ExternalName".equals(service.getSpec().getType())) {
            return List.of();
        }
        return service.getSpec().getPorts().stream()
                .filter(port -> !"SCTP".equals(port.getProtocol()))
                .map(port -> new VirtualPort(
                        service.getMetadata().getNamespace() + "/"
                                + service.getMetadata().getName(),
                        protocol(port.getProtocol()),
                        address,
                        port.getPort(),
                        Optional.ofNullable(port.getNodePort()).filter(number -> number > 0),
                        affinity(service),
                        backends(port, endpoints)))
                .toList();
    }

    private static List<Backend> backends(ServicePort wanted, Optional<Endpoints> endpoints) {
        return endpoints.stream()
                .flatMap(known -> known.getSubsets().stream())
                .flatMap(subset -> backends(wanted, subset))
                .distinct()
                .sorted((a, b) -> a.address().equals(b.address())
                        ? Integer.compare(a.port(), b.port())
                        : a.address().compareTo(b.address()))
                .toList();
    }

    private static Stream<Backend> backends(ServicePort wanted, EndpointSubset subset) {
        return subset.getPorts().stream()
                .filter(port -> matches(wanted, port))
                .flatMap(port -> subset.getAddresses().stream()
                        .map(EndpointAddress::getIp)
                        .filter(VirtualPort::isIpv4)
                        .map(address -> new Backend(address, port.getPort())));
    }

    /** A service's port and its endpoints' are tied by name; an only port may have none. */
    private static boolean matches(ServicePort wanted, EndpointPort port) {
        return Objects.requireNonNullElse(wanted.getName(), "").equals(Objects.requireNonNullElse(port.getName(), ""))
                && protocol(wanted.getProtocol()).equals(protocol(port.getProtocol()));
    }

    private static Optional<Duration> affinity(Service service) {
        if (!"ClientIP".equals(service.getSpec().getSessionAffinity())) {
            return Optional.empty();
        }
        Integer seconds = service.getSpec().getSessionAffinityConfig() == null
                        || service.getSpec().getSessionAffinityConfig().getClientIP() == null
                ? null
                : service.getSpec().getSessionAffinityConfig().getClientIP().getTimeoutSeconds();
        return Optional.of(Duration.ofSeconds(seconds == null ? DEFAULT_AFFINITY_SECONDS : seconds));
    }

    /** Another cluster's API may know addresses of IPv6 too, and one of those would spoil the whole transaction. */
    private static boolean isIpv4(String address) {
        return address != null && Addresses.isIpv4(address);
    }

    private static String protocol(String declared) {
        return declared == null ? "tcp" : declared.toLowerCase(Locale.ROOT);
    }
}
