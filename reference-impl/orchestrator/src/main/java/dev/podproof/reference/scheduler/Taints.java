package dev.podproof.reference.scheduler;

import dev.podproof.reference.model.Tolerations;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Nodes that repel pods, and pods that do not mind. */
final class Taints {

    private static final Set<String> REPELLING = Set.of("NoSchedule", "NoExecute");
    private static final Taint UNSCHEDULABLE = new TaintBuilder()
            .withKey("node.kubernetes.io/unschedulable")
            .withEffect("NoSchedule")
            .build();

    private Taints() {}

    static boolean repels(Taint taint) {
        return REPELLING.contains(taint.getEffect());
    }

    /** The first taint that keeps the pod away, in words. */
    static List<String> untolerated(Demand demand, Host host) {
        if (host.taints().isEmpty()) {
            return List.of();
        }
        return host.taints().stream()
                .filter(Taints::repels)
                .filter(taint -> !Tolerations.tolerates(demand.pod(), taint))
                .limit(1)
                .map(taint -> "node(s) had untolerated taint {%s: %s}"
                        .formatted(taint.getKey(), Objects.toString(taint.getValue(), "")))
                .toList();
    }

    /** How many taints would rather not have the pod. */
    static long preferringOthers(Pod pod, Host host) {
        if (host.taints().isEmpty()) {
            return 0;
        }
        return host.taints().stream()
                .filter(taint -> "PreferNoSchedule".equals(taint.getEffect()))
                .filter(taint -> !Tolerations.tolerates(pod, taint))
                .count();
    }

    static boolean toleratesUnschedulable(Pod pod) {
        return Tolerations.tolerates(pod, UNSCHEDULABLE);
    }
}
