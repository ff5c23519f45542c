package dev.podproof.reference.node;

import dev.podproof.reference.node.health.Patient;
import dev.podproof.reference.node.runtime.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A pod as the API wants it, beside its containers as the engine shows them.
 *
 * @param told what was said of it last, which the API may not have heard yet
 */
record PodView(Pod pod, List<Container> seen, Optional<PodStatus> told) {
    private static final Comparator<Container> AGE =
            Comparator.comparingInt(Container::restartCount).thenComparing(Container::createdAt);

    PodView {
        seen = List.copyOf(seen);
    }

    /** Of which the API knows all that was said. */
    PodView(Pod pod, List<Container> seen) {
        this(pod, seen, Optional.ofNullable(pod.getStatus()));
    }

    /** The same pod a moment later. */
    PodView now(List<Container> now) {
        return new PodView(pod, now, told);
    }

    PodSpec spec() {
        return pod.getSpec();
    }

    String uid() {
        return pod.getMetadata().getUid();
    }

    String namespace() {
        return pod.getMetadata().getNamespace();
    }

    String name() {
        return pod.getMetadata().getName();
    }

    boolean hostNetwork() {
        return Boolean.TRUE.equals(spec().getHostNetwork());
    }

    boolean beingDeleted() {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    String restartPolicy() {
        return Objects.requireNonNullElse(spec().getRestartPolicy(), "Always");
    }

    /** Init containers run once, but those that fail are tried again unless nothing is. */
    String initRestartPolicy() {
        return restartPolicy().equals("Always") ? "OnFailure" : restartPolicy();
    }

    /** True if it was said to be over: whatever happened to its containers since, it is never run again. */
    boolean over() {
        return end().isPresent();
    }

    /** The status that says so, by whoever. */
    Optional<PodStatus> end() {
        return Stream.concat(Stream.ofNullable(pod.getStatus()), told.stream())
                .filter(status -> "Succeeded".equals(status.getPhase()) || "Failed".equals(status.getPhase()))
                .findFirst();
    }

    List<io.fabric8.kubernetes.api.model.Container> initContainers() {
        return Objects.requireNonNullElse(spec().getInitContainers(), List.of());
    }

    Optional<Container> sandbox() {
        return seen.stream().filter(Container::isSandbox).max(AGE);
    }

    /** The newest that the engine shows, or else the one that was told of last, if it ever ran. */
    Optional<Container> newest(String name) {
        return seen.stream()
                .filter(container -> container.containerName().equals(name))
                .max(AGE)
                .or(() -> remembered(name).flatMap(last -> last.container(this)));
    }

    /** What was told of the container of that name. */
    Optional<Remembered> remembered(String name) {
        return told.stream()
                .flatMap(status -> Stream.of(status.getInitContainerStatuses(), status.getContainerStatuses()))
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .filter(status -> status.getName().equals(name))
                .map(Remembered::new)
                .findFirst();
    }

    boolean sees(Container container) {
        return seen.stream().anyMatch(found -> found.id().equals(container.id()));
    }

    /** The one before the newest. */
    Optional<Container> previous(String name) {
        return seen.stream()
                .filter(container -> container.containerName().equals(name))
                .sorted(AGE.reversed())
                .skip(1)
                .findFirst();
    }

    /** Its running containers but for the sandbox, and how to reach them. */
    List<Patient> patients(String hostAddress) {
        return seen.stream()
                .filter(container -> container.running() && !container.isSandbox())
                .flatMap(container -> patient(container, hostAddress).stream())
                .toList();
    }

    /** Empty if the pod declares no container of that name. */
    Optional<Patient> patient(Container running, String hostAddress) {
        return declared(running).map(declared -> new Patient(pod, declared, running, address(hostAddress)));
    }

    private Optional<io.fabric8.kubernetes.api.model.Container> declared(Container container) {
        return Stream.concat(spec().getContainers().stream(), initContainers().stream())
                .filter(declared -> declared.getName().equals(container.containerName()))
                .findFirst();
    }

    /** True if the API knows of its containers already. */
    boolean reported() {
        return pod.getStatus() != null
                && pod.getStatus().getContainerStatuses() != null
                && !pod.getStatus().getContainerStatuses().isEmpty();
    }

    /** True if the end of that container's output says why it failed, where it left no other word. */
    boolean saysLogOnError(Container ended) {
        return declared(ended)
                .filter(container -> "FallbackToLogsOnError".equals(container.getTerminationMessagePolicy()))
                .isPresent();
    }

    /** How long its containers have to end. */
    Duration grace() {
        return Duration.ofSeconds(Objects.requireNonNullElse(spec().getTerminationGracePeriodSeconds(), 30L));
    }

    /** The pod's address on its network, or the host's own. */
    String address(String hostAddress) {
        if (hostNetwork()) {
            return hostAddress;
        }
        return sandbox().map(Container::address).orElse("");
    }
}
