package dev.podproof.reference.controller.nodelifecycle;

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
        Instant added = taint.getTimeAdded() == null ? from : Instant.parse(taint.getTimeAdded());
        Instant since = added.isBefore(from) ? from : added;
        List<Toleration> tolerations = pod.getSpec().getTolerations().stream()
                .filter(toleration -> tolerates(toleration, taint))
                .toList();
        if (tolerations.isEmpty()) {
            return Optional.of(since);
        }
        return tolerations.stream()
                .map(Toleration::getTolerationSeconds)
                .filter(Objects::nonNull)
                .map(seconds -> since.plusSeconds(Math.max(0, seconds)))
                .min(Instant::compareTo);
    }

    private static boolean tolerates(Toleration toleration, Taint taint) {
        boolean key = isEmpty(toleration.getKey()) || toleration.getKey().equals(taint.getKey());
        boolean effect =
                isEmpty(toleration.getEffect()) || toleration.getEffect().equals(taint.getEffect());
        boolean value = "Exists".equals(toleration.getOperator())
                || (!isEmpty(toleration.getKey())
                        && Objects.toString(toleration.getValue(), "").equals(Objects.toString(taint.getValue(), "")));
        return key && effect && value;
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }
}
