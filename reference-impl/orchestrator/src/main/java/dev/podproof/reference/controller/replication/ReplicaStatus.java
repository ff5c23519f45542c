package dev.podproof.reference.controller.replication;

import dev.podproof.reference.controller.ApiErrors;
import dev.podproof.reference.model.Pods;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.ReplicationControllerCondition;
import io.fabric8.kubernetes.api.model.ReplicationControllerConditionBuilder;
import io.fabric8.kubernetes.api.model.ReplicationControllerStatus;
import io.fabric8.kubernetes.api.model.ReplicationControllerStatusBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a replication controller reports, as a function of its pods and of how the last attempt to change them went (RC-02). */
final class ReplicaStatus {

    private static final String FAILURE = "ReplicaFailure";

    private ReplicaStatus() {}

    /**
     * The status.
     *
     * @param pods the controller's pods that live
     * @param conditions what is to be said besides the counts
     */
    static ReplicationControllerStatus of(
            ReplicationController controller,
            Collection<Pod> pods,
            List<ReplicationControllerCondition> conditions,
            Instant now) {
        Map<String, String> labels = labels(controller.getSpec().getTemplate()).orElse(Map.of());
        Duration minimum = minimum(controller);
        return new ReplicationControllerStatusBuilder()
                .withReplicas(pods.size())
                .withFullyLabeledReplicas(
                        count(pods.stream().filter(pod -> labels.isEmpty() || Pods.selects(labels, pod))))
                .withReadyReplicas(count(pods.stream().filter(Pods::isReady)))
                .withAvailableReplicas(count(pods.stream().filter(pod -> isAvailable(pod, minimum, now))))
                .withObservedGeneration(controller.getMetadata().getGeneration())
                .withConditions(conditions)
                .build();
    }

    /** When the next of the ready pods becomes available, if none changes. */
    static Optional<Duration> nextAvailable(ReplicationController controller, Collection<Pod> pods, Instant now) {
        Duration minimum = minimum(controller);
        return pods.stream()
                .filter(pod -> !isAvailable(pod, minimum, now))
                .flatMap(pod -> Pods.readySince(pod).stream())
                .map(since -> Duration.between(now, since.plus(minimum)))
                .min(Duration::compareTo);
    }

    private static boolean isAvailable(Pod pod, Duration minimum, Instant now) {
        return Pods.isReady(pod)
                && (minimum.isZero()
                        || Pods.readySince(pod)
                                .filter(since -> !since.plus(minimum).isAfter(now))
                                .isPresent());
    }

    /**
     * The conditions: those of other writers stay, ours is there for as long as it holds.
     *
     * @param failure why pods could not be made or removed, empty if they could
     */
    static List<ReplicationControllerCondition> conditions(
            ReplicationController controller, Optional<Refusal> failure, Instant now) {
        List<ReplicationControllerCondition> known = controller.getStatus() == null
                ? List.of()
                : controller.getStatus().getConditions();
        List<ReplicationControllerCondition> conditions = new ArrayList<>(known);
        conditions.removeIf(condition -> FAILURE.equals(condition.getType()));
        failure.ifPresent(refusal -> conditions.add(known.stream()
                .filter(condition -> FAILURE.equals(condition.getType()))
                .filter(condition -> refusal.reason().equals(condition.getReason()))
                .findFirst()
                .orElseGet(() -> new ReplicationControllerConditionBuilder()
                        .withType(FAILURE)
                        .withStatus("True")
                        .withReason(refusal.reason())
                        .withMessage(ApiErrors.message(refusal.problem()))
                        .withLastTransitionTime(
                                now.truncatedTo(ChronoUnit.SECONDS).toString())
                        .build())));
        return conditions;
    }

    private static Duration minimum(ReplicationController controller) {
        Integer seconds = controller.getSpec().getMinReadySeconds();
        return Duration.ofSeconds(seconds == null ? 0 : seconds);
    }

    private static Optional<Map<String, String>> labels(PodTemplateSpec template) {
        return Optional.ofNullable(template.getMetadata()).map(metadata -> metadata.getLabels());
    }

    /** Null for none, as the API server keeps no zeros here. */
    private static Integer count(Stream<Pod> pods) {
        int count = (int) pods.count();
        return count == 0 ? null : count;
    }
}
