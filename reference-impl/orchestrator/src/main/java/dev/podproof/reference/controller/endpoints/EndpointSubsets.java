package dev.podproof.reference.controller.endpoints;

import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.model.Pods;
import dev.podproof.reference.view.OneByOne;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointAddressBuilder;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.EndpointSubsetBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which addresses and ports serve a service, as a function of the service and its pods (SVC-02, SVC-05). Ports that the same pods offer are
 * one subset; a port whose name means another number on some pods is in another one. The API server writes endpoints in this way too.
 */
final class EndpointSubsets {

    private static final Comparator<EndpointAddress> BY_ADDRESS = Comparator.comparing(EndpointAddress::getIp)
            .thenComparing(address -> address.getTargetRef().getUid());

    /** Of a service without ports, whose pods serve it all the same. */
    private static final Optional<EndpointPort> NO_PORT = Optional.empty();

    private final Service service;
    private final Map<Optional<EndpointPort>, Offers> byPort = new HashMap<>();

    /** Who offers one port. */
    private record Offers(Set<EndpointAddress> ready, Set<EndpointAddress> notReady) {
        Offers() {
            this(new TreeSet<>(BY_ADDRESS), new TreeSet<>(BY_ADDRESS));
        }
    }

    private EndpointSubsets(Service service) {
        this.service = service;
    }

    /**
     * The subsets of a service, in an order that does not depend on the order of the pods.
     *
     * @param offering skips pods that can't be read
     */
    static List<EndpointSubset> of(Service service, Collection<Pod> pods, OneByOne offering) {
        EndpointSubsets subsets = new EndpointSubsets(service);
        offering.each(pods, pod -> {
            if (subsets.counts(pod)) {
                subsets.add(pod);
            }
        });
        return subsets.sorted();
    }

    private boolean counts(Pod pod) {
        if (pod.getStatus() == null
                || Ipv4Address.of(pod.getStatus().getPodIP()).isEmpty()) {
            // One address that is none would spoil the service for all its pods.
            return false;
        }
        boolean ending = pod.getMetadata().getDeletionTimestamp() != null;
        String phase = pod.getStatus().getPhase();
        boolean ended = "Succeeded".equals(phase) || "Failed".equals(phase);
        return !ended && (!ending || publishesNotReady());
    }

    private void add(Pod pod) {
        List<ServicePort> wanted = service.getSpec().getPorts();
        EndpointAddress address = address(pod);
        boolean takesTraffic = publishesNotReady() || Pods.isReady(pod);
        if (wanted.isEmpty()) {
            add(NO_PORT, address, takesTraffic);
        }
        for (ServicePort port : wanted) {
            targetPort(port, pod)
                    .ifPresent(number -> add(Optional.of(endpointPort(port, number)), address, takesTraffic));
        }
    }

    private void add(Optional<EndpointPort> port, EndpointAddress address, boolean takesTraffic) {
        Offers offers = byPort.computeIfAbsent(port, first -> new Offers());
        (takesTraffic ? offers.ready() : offers.notReady()).add(address);
    }

    private List<EndpointSubset> sorted() {
        Map<Offers, List<EndpointPort>> portsOf = new HashMap<>();
        byPort.forEach((port, offers) ->
                port.ifPresentOrElse(portsOf.computeIfAbsent(offers, first -> new ArrayList<>())::add, () -> {}));
        portsOf.values().forEach(ports -> ports.sort(Comparator.comparing(this::place)));
        return portsOf.entrySet().stream()
                .sorted(Comparator.comparing(subset -> sortKey(subset.getValue())))
                .map(subset -> new EndpointSubsetBuilder()
                        .withPorts(subset.getValue())
                        .withAddresses(List.copyOf(subset.getKey().ready()))
                        .withNotReadyAddresses(List.copyOf(subset.getKey().notReady()))
                        .build())
                .toList();
    }

    /** A port's, among those of the service. */
    private int place(EndpointPort port) {
        return service.getSpec().getPorts().stream()
                .map(ServicePort::getName)
                .toList()
                .indexOf(port.getName());
    }

    private EndpointAddress address(Pod pod) {
        boolean hasHostname = pod.getSpec().getHostname() != null
                && !pod.getSpec().getHostname().isEmpty()
                && service.getMetadata().getName().equals(pod.getSpec().getSubdomain());
        return new EndpointAddressBuilder()
                .withIp(pod.getStatus().getPodIP())
                .withNodeName(pod.getSpec().getNodeName())
                .withHostname(hasHostname ? pod.getSpec().getHostname() : null)
                .withNewTargetRef()
                .withKind("Pod")
                .withNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .endTargetRef()
                .build();
    }

    private boolean publishesNotReady() {
        return Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses());
    }

    private static Optional<Integer> targetPort(ServicePort port, Pod pod) {
        IntOrString target = port.getTargetPort();
        if (target == null || (target.getStrVal() == null && Integer.valueOf(0).equals(target.getIntVal()))) {
            return Optional.of(port.getPort());
        }
        if (target.getIntVal() != null) {
            return Optional.of(target.getIntVal());
        }
        return pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .filter(offered -> target.getStrVal().equals(offered.getName()))
                .filter(offered -> protocol(offered.getProtocol()).equals(protocol(port.getProtocol())))
                .map(ContainerPort::getContainerPort)
                .findFirst();
    }

    private static EndpointPort endpointPort(ServicePort port, int number) {
        return new EndpointPortBuilder()
                .withName(port.getName())
                .withPort(number)
                .withProtocol(protocol(port.getProtocol()))
                .withAppProtocol(port.getAppProtocol())
                .build();
    }

    private static String sortKey(List<EndpointPort> ports) {
        StringBuilder key = new StringBuilder();
        for (EndpointPort port : ports) {
            key.append("%s/%05d/%s;".formatted(port.getName(), port.getPort(), port.getProtocol()));
        }
        return key.toString();
    }

    private static String protocol(String declared) {
        return declared == null ? "TCP" : declared;
    }
}
