package dev.podproof.reference.controller.endpoints;

import dev.podproof.reference.api.Ipv4Address;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What Endpoints say, in the form that clients since Kubernetes 1.31 ask for. */
final class EndpointSlices {
    static final String SERVICE = "kubernetes.io/service-name";
    private static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    private static final String MIRROR = "endpointslicemirroring-controller.k8s.io";

    /** As many as Kubernetes puts into one unless it is told otherwise. */
    private static final int ADDRESSES = 100;

    private EndpointSlices() {}

    /** The slices of some Endpoints: one per subset, and more where a subset has very many addresses. */
    static List<EndpointSlice> of(Endpoints endpoints) {
        List<EndpointSlice> slices = new ArrayList<>();
        for (EndpointSubset subset : endpoints.getSubsets()) {
            List<Endpoint> all = Stream.concat(
                            usable(subset.getAddresses()).map(address -> endpoint(address, true)),
                            usable(subset.getNotReadyAddresses()).map(address -> endpoint(address, false)))
                    .toList();
            for (int from = 0; from < all.size(); from += ADDRESSES) {
                List<Endpoint> some = all.subList(from, Math.min(all.size(), from + ADDRESSES));
                slices.add(slice(endpoints, slices.size(), subset.getPorts(), some));
            }
        }
        return slices;
    }

    /** What is no address can't be said in a slice, and would be tried again for ever. */
    private static Stream<EndpointAddress> usable(List<EndpointAddress> addresses) {
        return addresses.stream()
                .filter(address -> Ipv4Address.of(address.getIp()).isPresent());
    }

    /** Whether a slice is one of ours; others are somebody's own. */
    static boolean isMirror(EndpointSlice slice) {
        Map<String, String> labels = slice.getMetadata().getLabels();
        return labels != null && MIRROR.equals(labels.get(MANAGED_BY)) && labels.containsKey(SERVICE);
    }

    private static EndpointSlice slice(
            Endpoints endpoints, int number, List<EndpointPort> ports, List<Endpoint> addresses) {
        String name = endpoints.getMetadata().getName();
        Map<String, String> labels = new HashMap<>();
        if (endpoints.getMetadata().getLabels() != null) {
            labels.putAll(endpoints.getMetadata().getLabels());
        }
        labels.put(SERVICE, name);
        labels.put(MANAGED_BY, MIRROR);
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withNamespace(endpoints.getMetadata().getNamespace())
                .withName(name + "-" + number)
                .withLabels(labels)
                .endMetadata()
                .withAddressType("IPv4")
                .withPorts(ports.stream()
                        .map(port -> new EndpointPortBuilder()
                                .withName(port.getName() == null ? "" : port.getName())
                                .withPort(port.getPort())
                                .withProtocol(port.getProtocol())
                                .build())
                        .toList())
                .withEndpoints(addresses)
                .build();
    }

    private static Endpoint endpoint(EndpointAddress address, boolean ready) {
        return new EndpointBuilder()
                .withAddresses(address.getIp())
                .withHostname(address.getHostname())
                .withNodeName(address.getNodeName())
                .withTargetRef(address.getTargetRef())
                .withNewConditions()
                .withReady(ready)
                .withServing(ready)
                .withTerminating(false)
                .endConditions()
                .build();
    }
}
