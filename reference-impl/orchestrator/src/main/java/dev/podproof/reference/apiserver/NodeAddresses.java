package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ClusterRanges;
import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Holds the addresses that a node says are its own, or its pods', against the cluster's ranges and against those of others. Who could say
 * otherwise would be sent what is meant for another host, or for another host's pod.
 */
final class NodeAddresses {

    private final Objects objects;
    private final Kind nodes;
    private final Kind endpoints;
    private final ClusterRanges ranges;
    private final boolean brought;

    /** @param brought whether hosts bring subnets for their pods; where they do not, none may */
    NodeAddresses(Objects objects, Kinds kinds, ClusterRanges ranges, boolean brought) {
        this.objects = objects;
        this.nodes = kinds.named("nodes");
        this.endpoints = kinds.named("endpoints");
        this.ranges = ranges;
        this.brought = brought;
    }

    boolean areBrought() {
        return brought;
    }

    /** Of a node that says which subnet its pods are in. */
    void subnet(String name, ObjectNode node, Problems problems) {
        var text = Json.text(node, "spec", "podCIDR");
        var all = node.path("spec").path("podCIDRs");
        if (text.isEmpty() && all.isEmpty()) {
            return;
        }
        if (!brought) {
            problems.forbidden("spec.podCIDR", "the master chooses the subnets of this cluster's hosts");
            return;
        }
        Ipv4Range.of(text)
                .ifPresentOrElse(
                        subnet -> problems.invalid("spec.podCIDR", text, wrong(name, subnet)),
                        () -> problems.invalid(
                                "spec.podCIDR", text, "must be a range of IPv4 addresses (e.g. 10.9.8.0/24)"));
        if (all.size() > 1 || (all.size() == 1 && !all.get(0).asText().equals(text))) {
            problems.invalid("spec.podCIDRs", all, "must be spec.podCIDR alone");
        }
    }

    private Optional<String> wrong(String name, Ipv4Range subnet) {
        if (!ranges.pods().contains(subnet)) {
            return Optional.of("must be in the pods' range " + ranges.pods() + " (--pod-range)");
        }
        if (subnet.prefix() < ranges.subnetPrefix()) {
            return Optional.of("must be no more than a host's share of the pods' range, a /" + ranges.subnetPrefix()
                    + " (--subnet-prefix)");
        }
        for (var entry : objects.shelf(nodes).list("").entries()) {
            var other = entry.document();
            boolean overlaps = !entry.name().equals(name)
                    && Ipv4Range.of(Json.text(other, "spec", "podCIDR"))
                            .filter(subnet::overlaps)
                            .isPresent();
            if (overlaps || internal(other).stream().anyMatch(subnet::contains)) {
                return Optional.of("overlaps what node " + entry.name() + " has");
            }
        }
        return master().stream().anyMatch(subnet::contains)
                ? Optional.of("holds the address of the API server")
                : Optional.empty();
    }

    /** Of a node that says where it is reached. */
    void ofNode(JsonNode old, ObjectNode node, Problems problems) {
        var addresses = node.path("status").path("addresses");
        if (addresses.equals(old.path("status").path("addresses"))) {
            return;
        }
        for (var address : internal(node)) {
            if (address.isOfNoHost()
                    || ranges.pods().contains(address)
                    || ranges.services().contains(address)) {
                problems.invalid(
                        "status.addresses",
                        address,
                        "must be an address of a host: none of a pod, a service, or one link");
            }
        }
    }

    /** Of a node that says which address one of its pods has. */
    void ofPod(String name, ObjectNode old, ObjectNode pod, Problems problems) {
        var own = objects.find(nodes, "", name).map(entry -> entry.document()).orElseGet(Json::object);
        var ofHost = internal(own);
        var subnet = Ipv4Range.of(Json.text(own, "spec", "podCIDR"));
        boolean hostNetwork = pod.path("spec").path("hostNetwork").asBoolean();
        for (var text : news(old, pod, "podIP", "podIPs")) {
            boolean good = Ipv4Address.of(text)
                    .filter(address -> hostNetwork
                            ? ofHost.contains(address)
                            : subnet.filter(range -> range.contains(address)).isPresent())
                    .isPresent();
            if (!good) {
                problems.invalid(
                        "status.podIP",
                        text,
                        hostNetwork
                                ? "must be an address of node " + name + ", whose network the pod is in"
                                : "must be in the subnet of node " + name + ", "
                                        + subnet.map(Ipv4Range::toString).orElse("which has none"));
            }
        }
        for (var text : news(old, pod, "hostIP", "hostIPs")) {
            if (Ipv4Address.of(text).filter(ofHost::contains).isEmpty()) {
                problems.invalid("status.hostIP", text, "must be an address of node " + name);
            }
        }
    }

    /** The addresses in two fields of a status that were not there before. */
    private static Set<String> news(ObjectNode old, ObjectNode pod, String one, String all) {
        var now = addresses(pod, one, all);
        now.removeAll(addresses(old, one, all));
        return now;
    }

    private static Set<String> addresses(ObjectNode pod, String one, String all) {
        Set<String> addresses = new HashSet<>();
        addresses.add(Json.text(pod, "status", one));
        pod.path("status").path(all).forEach(item -> addresses.add(Json.text(item, "ip")));
        addresses.remove("");
        return addresses;
    }

    private static List<Ipv4Address> internal(JsonNode node) {
        List<Ipv4Address> found = new ArrayList<>();
        for (var address : node.path("status").path("addresses")) {
            if (Json.text(address, "type").endsWith("IP")) {
                Ipv4Address.of(Json.text(address, "address")).ifPresent(found::add);
            }
        }
        return found;
    }

    /** Where hosts and pods find the API server. */
    private List<Ipv4Address> master() {
        List<Ipv4Address> found = new ArrayList<>();
        objects.find(endpoints, "default", "kubernetes").ifPresent(entry -> {
            for (var subset : entry.document().path("subsets")) {
                for (var address : subset.path("addresses")) {
                    Ipv4Address.of(Json.text(address, "ip")).ifPresent(found::add);
                }
            }
        });
        return found;
    }
}
