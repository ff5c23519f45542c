package dev.podproof.reference.scheduler;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A node and the pods that count against it: those bound to it, and those that are about to be. Kept up to date by the
 * scheduler's thread alone.
 */
final class Host {

    private final String name;
    private final Map<String, Demand> pods = new HashMap<>();
    private Node node;
    private Amounts allocatable = Amounts.NONE;
    private Amounts requested = Amounts.NONE;

    Host(String name) {
        this.name = name;
    }

    void is(Node current) {
        node = current;
        allocatable = current.getStatus() == null
                ? Amounts.NONE
                : Amounts.of(current.getStatus().getAllocatable());
    }

    void isGone() {
        node = null;
    }

    void add(Pod pod) {
        remove(pod);
        Demand demand = Demand.of(pod);
        pods.put(pod.getMetadata().getUid(), demand);
        requested = requested.plus(demand.requests());
    }

    void remove(Pod pod) {
        Demand counted = pods.remove(pod.getMetadata().getUid());
        if (counted != null) {
            requested = requested.minus(counted.requests());
        }
    }

    String name() {
        return name;
    }

    Collection<Demand> pods() {
        return pods.values();
    }

    boolean isForgotten() {
        return node == null && pods.isEmpty();
    }

    /** Whether the node exists and says that it is ready; all others take no pods and are not counted. */
    boolean isReady() {
        return node != null
                && node.getStatus() != null
                && node.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    boolean exists() {
        return node != null;
    }

    boolean isUnschedulable() {
        return node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable());
    }

    Map<String, String> labels() {
        Map<String, String> labels = node.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }

    List<Taint> taints() {
        return node.getSpec() == null ? List.of() : node.getSpec().getTaints();
    }

    Amounts allocatable() {
        return allocatable;
    }

    Amounts requested() {
        return requested;
    }

    /** The ports of the host itself that its pods occupy. */
    Stream<ContainerPort> hostPorts() {
        return pods.values().stream().flatMap(pod -> pod.hostPorts().stream());
    }
}
