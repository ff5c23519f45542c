package dev.podproof.reference.controller.replication;

import dev.podproof.reference.model.Pods;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Pods that failed before any of their containers ran, as when a template names a host that has no room for them. Replacing each
 * at once would make pods as fast as hosts refuse them, so the pause doubles with each round in which that happened.
 */
final class FalseStarts {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private FalseStarts() {}

    /** How long to make no more pods, zero if there is no reason to wait. */
    static Duration pause(Collection<Pod> pods, Instant now) {
        // Pods that were made in the same second are of one round.
        TreeSet<Instant> rounds = pods.stream()
                .filter(FalseStarts::isOne)
                .map(pod -> Instant.parse(pod.getMetadata().getCreationTimestamp()))
                .collect(Collectors.toCollection(TreeSet::new));
        if (rounds.isEmpty()) {
            return Duration.ZERO;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(rounds.size(), 10));
        Duration limited = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        Duration left = Duration.between(now, rounds.last().plus(limited));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static boolean isOne(Pod pod) {
        return Pods.phase(pod).equals("Failed")
                && pod.getStatus().getContainerStatuses().stream().noneMatch(FalseStarts::hasRun);
    }

    private static boolean hasRun(ContainerStatus status) {
        return status.getRestartCount() > 0 || isRun(status.getState()) || isRun(status.getLastState());
    }

    private static boolean isRun(ContainerState state) {
        return state != null
                && (state.getRunning() != null
                        || (state.getTerminated() != null
                                && state.getTerminated().getStartedAt() != null));
    }
}
