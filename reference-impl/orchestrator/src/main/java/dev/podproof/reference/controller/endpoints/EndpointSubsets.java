package dev.podproof.reference.controller.endpoints;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which addresses and ports serve a service, as a function of the service and its pods (SVC-02, SVC-05). Pods that offer the
 * same ports are one subset; a pod on which a named port means another number is in another one.
 */
final class EndpointSubsets {

    private static final Comparator<EndpointAddress> BY_ADDRESS = Comparator.comparing(EndpointAddress::getIp)
            .thenComparing(address -> address.getTargetRef().getName());

    private final Service service;
    private final Map<List<EndpointPort>, List<EndpointAddress>> ready = new LinkedHashMap<>();
    private final Map<List<EndpointPort>, List<EndpointAddress>> notReady = new LinkedHashMap<>();

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
                || pod.getStatus().getPodIP() == null
                || pod.getStatus().getPodIP().isEmpty()) {
            return false;
        }
        boolean ending = pod.getMetadata().getDeletionTimestamp() != null;
        String phase = pod.getStatus().getPhase();
        boolean ended = "Succeeded".equals(phase) || "Failed".equals(phase);
        return !ended && (!ending || publishesNotReady());
    }

    private void add(Pod pod) {
        List<ServicePort> wanted = service.getSpec().getPorts();
        List<EndpointPort> ports = new ArrayList<>();
        for (ServicePort port : wanted) {
            targetPort(port, pod).ifPresent(number -> ports.add(endpointPort(port, number)));
        }
        if (ports.isEmpty() && !wanted.isEmpty()) {
            return;
        }
        boolean takesTraffic = publishesNotReady() || Pods.isReady(pod);
        (takesTraffic ? ready : notReady)
                .computeIfAbsent(ports, first -> new ArrayList<>())
                .add(address(pod));
    }

    private List<EndpointSubset> sorted() {
        return Stream.concat(ready.keySet().stream(), notReady.keySet().stream())
                .distinct()
                .sorted(Comparator.comparing(EndpointSubsets::sortKey))
                .map(ports -> new EndpointSubsetBuilder()
                        .withPorts(ports)
                        .withAddresses(sorted(ready.getOrDefault(ports, List.of())))
                        .withNotReadyAddresses(sorted(notReady.getOrDefault(ports, List.of())))
                        .build())
                .toList();
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

    private static List<EndpointAddress> sorted(List<EndpointAddress> addresses) {
        return addresses.stream().sorted(BY_ADDRESS).toList();
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
