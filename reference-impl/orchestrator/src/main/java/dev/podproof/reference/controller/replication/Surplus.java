package dev.podproof.reference.controller.replication;

import dev.podproof.reference.model.Pods;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which of a controller's pods go when there are too many, in Kubernetes' order: those that serve least and would be missed
 * least come first.
 */
final class Surplus {

    private static final List<String> PHASES = List.of("Pending", "Unknown", "Running");
    private static final String COST = "controller.kubernetes.io/pod-deletion-cost";

    private Surplus() {}

    /** The first {@code count} of the pods to go. */
    static List<Pod> of(Collection<Pod> pods, int count) {
        Map<String, Long> perNode = pods.stream().collect(Collectors.groupingBy(Pods::nodeOf, Collectors.counting()));
        return pods.stream().sorted(order(perNode)).limit(count).toList();
    }

    private static Comparator<Pod> order(Map<String, Long> perNode) {
        return Comparator.<Pod, Boolean>comparing(pod -> !Pods.nodeOf(pod).isEmpty())
                .thenComparing(pod -> PHASES.indexOf(Pods.phase(pod)))
                .thenComparing(Pods::isReady)
                .thenComparing(Surplus::cost)
                .thenComparing(Comparator.comparing((Pod pod) -> perNode.get(Pods.nodeOf(pod)))
                        .reversed())
                .thenComparing(
                        Comparator.comparing((Pod pod) -> Pods.readySince(pod).orElse(Instant.EPOCH))
                                .reversed())
                .thenComparing(Comparator.comparing(Surplus::restarts).reversed())
                .thenComparing(Comparator.comparing(
                                (Pod pod) -> Instant.parse(pod.getMetadata().getCreationTimestamp()))
                        .reversed())
                .thenComparing(pod -> pod.getMetadata().getName());
    }

    /** An amount that cannot be read was refused when the pod was made, or counts for nothing. */
    private static int cost(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        String cost = annotations == null ? null : annotations.get(COST);
        return cost != null && cost.matches("-?\\d{1,9}") ? Integer.parseInt(cost) : 0;
    }

    private static int restarts(Pod pod) {
        return pod.getStatus() == null
                ? 0
                : pod.getStatus().getContainerStatuses().stream()
                        .mapToInt(ContainerStatus::getRestartCount)
                        .max()
                        .orElse(0);
    }
}
