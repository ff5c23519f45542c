package dev.podproof.reference.node;

import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.Image;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/** Sees to it that a container's image is there: by its pull policy, in the background, and with back-off where it fails. */
final class Images {
    private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(10);
    private static final Duration LAST_BACK_OFF = Duration.ofMinutes(5);
    /** For how long the status says that the pull failed before it says that the next one is waited for. */
    private static final Duration NEWS = Duration.ofSeconds(2);

    private final ContainerRuntime runtime;
    private final PodEvents events;
    private final Clock clock;
    private final ExecutorService pulls;
    private final Consumer<String> wake;
    private final Map<String, Pull> byContainer = new ConcurrentHashMap<>();

    /** An image that may be used, or why not yet; {@code again} is when to ask next if nobody wakes the pod before. */
    record Answer(Optional<Image> image, Waiting waiting, Optional<Instant> again) {}

    private record Pull(boolean running, boolean done, String failure, Instant failedAt, Duration backOff) {}

    /** @param wake is told a pod's UID when a pull for it has ended */
    Images(ContainerRuntime runtime, PodEvents events, Clock clock, ExecutorService pulls, Consumer<String> wake) {
        this.runtime = runtime;
        this.events = events;
        this.clock = clock;
        this.pulls = pulls;
        this.wake = wake;
    }

    Answer ensure(Pod pod, Container container) {
        String key = pod.getMetadata().getUid() + "/" + container.getName();
        String name = container.getImage();
        String policy = Objects.requireNonNullElse(container.getImagePullPolicy(), "IfNotPresent");
        Pull pull = byContainer.get(key);
        if (pull != null && pull.running()) {
            return new Answer(Optional.empty(), pulling(container, pull), Optional.empty());
        }
        boolean mayUse = !policy.equals("Always") || (pull != null && pull.done());
        Optional<Image> present = mayUse ? image(name) : Optional.empty();
        if (present.isPresent()) {
            if (pull == null) {
                events.normal(
                        pod,
                        container.getName(),
                        "Pulled",
                        "Container image \"" + name + "\" already present on machine");
            }
            byContainer.remove(key);
            return new Answer(present, null, Optional.empty());
        }
        if (policy.equals("Never")) {
            String message = "Container image \"" + name + "\" is not present with pull policy of Never";
            events.warning(pod, container.getName(), "ErrImageNeverPull", message);
            return new Answer(
                    Optional.empty(),
                    new Waiting("ErrImageNeverPull", message),
                    Optional.of(clock.instant().plusSeconds(60)));
        }
        if (pull != null
                && pull.failure() != null
                && clock.instant().isBefore(pull.failedAt().plus(pull.backOff()))) {
            return backOff(pod, container, pull);
        }
        Pull begun = begin(key, pod, container, pull);
        return new Answer(Optional.empty(), pulling(container, begun), Optional.empty());
    }

    /** The pod is gone: nothing about it has to be known. */
    void forget(String podUid) {
        byContainer.keySet().removeIf(key -> key.startsWith(podUid + "/"));
    }

    private Optional<Image> image(String name) {
        return runtime.image(name);
    }

    private Answer backOff(Pod pod, Container container, Pull pull) {
        Instant news = pull.failedAt().plus(NEWS);
        if (clock.instant().isBefore(news)) {
            return new Answer(Optional.empty(), new Waiting("ErrImagePull", pull.failure()), Optional.of(news));
        }
        events.normal(pod, container.getName(), "BackOff", "Back-off pulling image \"" + container.getImage() + "\"");
        return new Answer(
                Optional.empty(),
                inBackOff(container, pull),
                Optional.of(pull.failedAt().plus(pull.backOff())));
    }

    /** While it is tried again, the status goes on to say why it is not there. */
    private static Waiting pulling(Container container, Pull pull) {
        return pull.failure() == null ? new Waiting("ContainerCreating", null) : inBackOff(container, pull);
    }

    private static Waiting inBackOff(Container container, Pull pull) {
        String message = "Back-off pulling image \"" + container.getImage() + "\": ErrImagePull: " + pull.failure();
        return new Waiting("ImagePullBackOff", message);
    }

    private Pull begin(String key, Pod pod, Container container, Pull before) {
        Duration backOff = before == null || before.backOff() == null
                ? FIRST_BACK_OFF
                : min(before.backOff().multipliedBy(2), LAST_BACK_OFF);
        Pull begun = new Pull(true, false, before == null ? null : before.failure(), null, backOff);
        byContainer.put(key, begun);
        pulls.execute(() -> {
            byContainer.put(key, pull(pod, container, backOff));
            wake.accept(pod.getMetadata().getUid());
        });
        return begun;
    }

    private Pull pull(Pod pod, Container container, Duration backOff) {
        String name = container.getImage();
        Instant started = clock.instant();
        events.normal(pod, container.getName(), "Pulling", "Pulling image \"" + name + "\"");
        try {
            runtime.pull(name);
        } catch (RuntimeFailure failed) {
            events.warning(
                    pod,
                    container.getName(),
                    "Failed",
                    "Failed to pull image \"" + name + "\": " + failed.getMessage());
            events.warning(pod, container.getName(), "Failed", "Error: ErrImagePull");
            return new Pull(false, false, failed.getMessage(), clock.instant(), backOff);
        }
        Duration took = Duration.between(started, clock.instant());
        events.normal(
                pod,
                container.getName(),
                "Pulled",
                "Successfully pulled image \"" + name + "\" in " + took.toMillis() + "ms");
        return new Pull(false, true, null, null, null);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
