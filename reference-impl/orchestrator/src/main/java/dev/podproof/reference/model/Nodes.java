package dev.podproof.reference.model;

import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.api.Ipv4Range;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What several components have to know of nodes. */
public final class Nodes {

    private Nodes() {}

    /** The status of the condition Ready: True, False or Unknown. A node that has not said anything yet is not ready. */
    public static String ready(Node node) {
        return node.getStatus() == null
                ? "False"
                : node.getStatus().getConditions().stream()
                        .filter(condition -> "Ready".equals(condition.getType()))
                        .map(NodeCondition::getStatus)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse("False");
    }

    /** The address by which other hosts reach it; empty if it says none, or says something else. */
    public static Optional<Ipv4Address> address(Node node) {
        return Optional.ofNullable(node.getStatus()).stream()
                .flatMap(status -> status.getAddresses().stream())
                .filter(address -> "InternalIP".equals(address.getType()))
                .map(NodeAddress::getAddress)
                .flatMap(text -> Ipv4Address.of(text).stream())
                .findFirst();
    }

    /** Its share of the pods' range, once it has one that can be read. */
    public static Optional<Ipv4Range> subnet(Node node) {
        return Optional.ofNullable(node.getSpec()).map(NodeSpec::getPodCIDR).flatMap(Ipv4Range::of);
    }

    /** What keeps pods away from it. */
    public static List<Taint> taints(Node node) {
        return node.getSpec() == null ? List.of() : node.getSpec().getTaints();
    }

    public static boolean isReady(Node node) {
        return ready(node).equals("True");
    }
}
