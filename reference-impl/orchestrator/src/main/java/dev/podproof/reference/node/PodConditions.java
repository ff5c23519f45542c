package dev.podproof.reference.node;

import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A pod's conditions: those that the agent keeps, beside those that others keep and that are not its to change. */
final class PodConditions {
    private static final Set<String> OURS = Set.of("PodScheduled", "Initialized", "ContainersReady", "Ready");

    private final PodSpec spec;
    private final String phase;
    private final Instant now;

    PodConditions(PodSpec spec, String phase, Instant now) {
        this.spec = spec;
        this.phase = phase;
        this.now = now;
    }

    /**
     * All conditions.
     *
     * @param uninitialized init containers that have not done their work; empty once the others may run
     * @param unready containers that can't serve
     * @param before the conditions so far
     */
    List<PodCondition> of(List<String> uninitialized, List<String> unready, List<PodCondition> before) {
        List<PodCondition> conditions = new ArrayList<>();
        conditions.add(condition("PodScheduled", true, null, null));
        conditions.add(initialized(uninitialized));
        boolean over = phase.equals("Succeeded") || phase.equals("Failed");
        boolean ready = !over && unready.isEmpty();
        String reason = ready ? null : phase.equals("Succeeded") ? "PodCompleted" : "ContainersNotReady";
        String message = ready || phase.equals("Succeeded")
                ? null
                : "containers with unready status: [" + String.join(" ", unready) + "]";
        conditions.add(condition("ContainersReady", ready, reason, message));
        List<String> closed = ready ? closedGates(before) : List.of();
        conditions.add(
                closed.isEmpty()
                        ? condition("Ready", ready, reason, message)
                        : condition("Ready", false, "ReadinessGatesNotReady", String.join(", ", closed)));
        conditions.forEach(condition -> keepTime(condition, before));
        conditions.addAll(others(before));
        return conditions;
    }

    private PodCondition initialized(List<String> uninitialized) {
        return uninitialized.isEmpty()
                ? condition("Initialized", true, phase.equals("Succeeded") ? "PodCompleted" : null, null)
                : condition(
                        "Initialized",
                        false,
                        "ContainersNotInitialized",
                        "containers with incomplete status: [" + String.join(" ", uninitialized) + "]");
    }

    /** The conditions that others keep. */
    static List<PodCondition> foreign(PodStatus status) {
        return others(Objects.requireNonNullElse(status.getConditions(), List.of()));
    }

    private static List<PodCondition> others(List<PodCondition> conditions) {
        return conditions.stream()
                .filter(condition -> !OURS.contains(condition.getType()))
                .toList();
    }

    /** This status with the conditions that others have come to keep in that one. */
    static PodStatus withForeign(PodStatus ours, PodStatus fresh) {
        if (fresh == null || foreign(ours).equals(foreign(fresh))) {
            return ours;
        }
        List<PodCondition> conditions = new ArrayList<>(ours.getConditions());
        conditions.removeIf(condition -> !OURS.contains(condition.getType()));
        conditions.addAll(foreign(fresh));
        return new PodStatusBuilder(ours).withConditions(conditions).build();
    }

    private List<String> closedGates(List<PodCondition> conditions) {
        List<String> closed = new ArrayList<>();
        for (PodReadinessGate gate :
                Objects.requireNonNullElse(spec.getReadinessGates(), List.<PodReadinessGate>of())) {
            String type = gate.getConditionType();
            Optional<String> status = conditions.stream()
                    .filter(condition -> condition.getType().equals(type))
                    .map(PodCondition::getStatus)
                    .findFirst();
            if (status.isEmpty()) {
                closed.add("corresponding condition of pod readiness gate \"" + type + "\" does not exist.");
            } else if (!status.get().equals("True")) {
                closed.add("the status of pod readiness gate \"" + type + "\" is not \"True\", but " + status.get());
            }
        }
        return closed;
    }

    private PodCondition condition(String type, boolean holds, String reason, String message) {
        PodCondition condition = new PodCondition();
        condition.setType(type);
        condition.setStatus(holds ? "True" : "False");
        condition.setReason(reason);
        condition.setMessage(message);
        condition.setLastTransitionTime(Times.text(now));
        return condition;
    }

    private static void keepTime(PodCondition condition, List<PodCondition> earlier) {
        earlier.stream()
                .filter(old -> old.getType().equals(condition.getType()))
                .filter(old -> condition.getStatus().equals(old.getStatus()))
                .map(PodCondition::getLastTransitionTime)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(condition::setLastTransitionTime);
    }
}
