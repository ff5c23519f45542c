package dev.podproof.reference.scheduler;

import dev.podproof.reference.api.HostPort;
import dev.podproof.reference.model.Amounts;
import dev.podproof.reference.model.Nodes;
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
    /** How many of the pods that stay each controller has here: asked of every host for every pod. */
    private final Map<String, Integer> byController = new HashMap<>();

    private Node node;
    private boolean ready;
    private Amounts allocatable = Amounts.NONE;
    private Amounts requested = Amounts.NONE;

    Host(String name) {
        this.name = name;
    }

    void is(Node current) {
        node = current;
        ready = Nodes.isReady(current);
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
        count(demand, 1);
    }

    void remove(Pod pod) {
        Demand counted = pods.remove(pod.getMetadata().getUid());
        if (counted != null) {
            requested = requested.minus(counted.requests());
            count(counted, -1);
        }
    }

    private void count(Demand demand, int change) {
        if (!demand.isEnding()) {
            demand.controller()
                    .ifPresent(controller -> byController.merge(
                            controller, change, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b)));
        }
    }

    /** How many pods of that controller stay here. */
    int countOf(String controller) {
        return byController.getOrDefault(controller, 0);
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
        return node != null && ready;
    }

    /** Whether pods that ask for nothing special may come. */
    boolean isOpen() {
        return isReady() && !isUnschedulable() && taints().stream().noneMatch(Taints::repels);
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
        return Nodes.taints(node);
    }

    Amounts allocatable() {
        return allocatable;
    }

    Amounts requested() {
        return requested;
    }

    /** The ports of the host itself that its pods occupy. */
    Stream<HostPort> hostPorts() {
        return pods.values().stream().flatMap(pod -> pod.hostPorts().stream());
    }
}
