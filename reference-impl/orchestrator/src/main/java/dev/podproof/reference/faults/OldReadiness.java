package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Fault.named;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.model.Pods;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A container that is started again is as ready as the one before it was, until its own probe has failed as often as it may. */
final class OldReadiness implements Lens<Pod> {
    private final Set<String> carried;
    /** How many restarts a pod had had when it was last ready by itself. */
    private final Map<String, Integer> readyAt = new HashMap<>();

    private OldReadiness(Set<String> carried) {
        this.carried = carried;
        carried.clear();
    }

    static Fault fault() {
        Set<String> carried = ConcurrentHashMap.newKeySet();
        return named("readiness-outlives-a-restart")
                .sight(Set.of(Part.ENDPOINTS), Pod.class, () -> new OldReadiness(carried))
                .before(
                        Answers.class,
                        Documents.shown(
                                PodJson.readByUsers(),
                                pod -> carried.contains(Json.text(pod, "metadata", "uid")) ? ready(pod) : pod));
    }

    @Override
    public synchronized Pod see(Pod pod, Around around) {
        String uid = pod.getMetadata().getUid();
        List<ContainerStatus> statuses =
                pod.getStatus() == null ? List.of() : pod.getStatus().getContainerStatuses();
        boolean runs = !statuses.isEmpty()
                && statuses.stream().allMatch(status -> startOf(status).isPresent());
        int restarts =
                statuses.stream().mapToInt(ContainerStatus::getRestartCount).sum();
        if (Pods.isReady(pod)) {
            readyAt.put(uid, restarts);
        } else if (runs && readyAt.getOrDefault(uid, -1) == restarts) {
            readyAt.remove(uid);
        }
        Instant now = around.place().clock().instant();
        boolean old = runs
                && !Pods.isReady(pod)
                && readyAt.containsKey(uid)
                && statuses.stream().anyMatch(status -> isYoung(pod, status, now));
        if (!old) {
            carried.remove(uid);
            return pod;
        }
        carried.add(uid);
        return EndpointFaults.ready(pod);
    }

    /** Whether its readiness probe can't have failed as often as it may. */
    private static boolean isYoung(Pod pod, ContainerStatus status, Instant now) {
        return status.getRestartCount() > 0
                && pod.getSpec().getContainers().stream()
                        .filter(container -> container.getName().equals(status.getName()))
                        .map(io.fabric8.kubernetes.api.model.Container::getReadinessProbe)
                        .filter(Objects::nonNull)
                        .anyMatch(probe ->
                                now.isBefore(startOf(status).orElse(now).plus(patience(probe))));
    }

    private static Duration patience(Probe probe) {
        int failures = Objects.requireNonNullElse(probe.getFailureThreshold(), 3);
        int period = Objects.requireNonNullElse(probe.getPeriodSeconds(), 10);
        return Duration.ofSeconds((long) failures * period);
    }

    private static Optional<Instant> startOf(ContainerStatus status) {
        return status.getState() == null || status.getState().getRunning() == null
                ? Optional.empty()
                : Pods.time(status.getState().getRunning().getStartedAt());
    }

    private static ObjectNode ready(ObjectNode pod) {
        PodJson.objects(pod.path("status"), "containerStatuses").forEach(status -> status.put("ready", true));
        PodJson.objects(pod.path("status"), "conditions").stream()
                .filter(condition -> Json.text(condition, "type").endsWith("Ready"))
                .forEach(condition -> condition.put("status", "True"));
        return pod;
    }
}
