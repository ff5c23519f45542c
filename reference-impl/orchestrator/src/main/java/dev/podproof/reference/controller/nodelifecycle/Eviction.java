package dev.podproof.reference.controller.nodelifecycle;

import dev.podproof.reference.model.Pods;
import dev.podproof.reference.model.Tolerations;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** When a pod has to leave its node, as a function of the node's NoExecute taints and of what the pod tolerates, and for how long. */
final class Eviction {

    private Eviction() {}

    /**
     * The moment; empty if the pod may stay for ever.
     *
     * @param from no taint counts from before then
     */
    static Optional<Instant> due(Pod pod, Collection<Taint> taints, Instant from) {
        return taints.stream()
                .filter(taint -> "NoExecute".equals(taint.getEffect()))
                .flatMap(taint -> due(pod, taint, from).stream())
                .min(Instant::compareTo);
    }

    private static Optional<Instant> due(Pod pod, Taint taint, Instant from) {
        Instant added = Pods.time(taint.getTimeAdded()).orElse(from);
        Instant since = added.isBefore(from) ? from : added;
        List<Toleration> tolerations = Tolerations.of(pod, taint);
        if (tolerations.isEmpty()) {
            return Optional.of(since);
        }
        return tolerations.stream()
                .map(Toleration::getTolerationSeconds)
                .filter(Objects::nonNull)
                .map(seconds -> since.plusSeconds(Math.max(0, seconds)))
                .min(Instant::compareTo);
    }
}
