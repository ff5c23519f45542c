package dev.podproof.reference.node;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the agent learned about one pod and may forget: after a restart it learns the same again. */
final class PodMemory {
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
    private final Map<String, Instant> askedToEnd = new ConcurrentHashMap<>();
    private final Map<String, Instant> signalled = new ConcurrentHashMap<>();
    private final Map<String, String> lastWords = new ConcurrentHashMap<>();
    private final Map<String, Retry> retries = new ConcurrentHashMap<>();

    private volatile Looked volumes;
    private volatile VolumeSizes.Look sizes;

    private record Retry(Instant due, Duration delay) {}

    private record Looked(List<Map<String, String>> metadata, Instant next) {}

    void waits(String container, Waiting why) {
        waiting.put(container, why);
    }

    void runs(String container) {
        waiting.remove(container);
        retries.remove(container);
    }

    Optional<Waiting> waiting(String container) {
        return Optional.ofNullable(waiting.get(container));
    }

    /** Something failed: it is not tried again before a while that doubles each time. Gives back when that is. */
    Instant failed(String what, Instant now) {
        Retry next = retries.compute(what, (key, before) -> {
            Duration delay = before == null ? FIRST_DELAY : before.delay().multipliedBy(2);
            Duration bounded = delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
            return new Retry(now.plus(bounded), bounded);
        });
        return next.due();
    }

    void succeeded(String what) {
        retries.remove(what);
    }

    /** When that may be tried again; empty if it may be now. */
    Optional<Instant> notBefore(String what, Instant now) {
        return Optional.ofNullable(retries.get(what)).map(Retry::due).filter(now::isBefore);
    }

    /** When the container with this ID was first asked to end, empty if it never was. */
    Optional<Instant> askedToEnd(String containerId) {
        return Optional.ofNullable(askedToEnd.get(containerId));
    }

    void asksToEnd(String containerId, Instant now) {
        askedToEnd.put(containerId, now);
    }

    /** When it was sent the signal, which a preStop hook may delay; empty if it was not. */
    Optional<Instant> signalled(String containerId) {
        return Optional.ofNullable(signalled.get(containerId));
    }

    void signals(String containerId, Instant now) {
        signalled.put(containerId, now);
    }

    void lastWords(String containerId, String words) {
        lastWords.put(containerId, words);
    }

    /** Empty if nobody has looked yet; an empty text if it left nothing. */
    Optional<String> lastWords(String containerId) {
        return Optional.ofNullable(lastWords.get(containerId));
    }

    /** Containers that are gone need not be remembered: one that fails every few minutes would be many. */
    void forgetAllBut(Set<String> containerIds) {
        for (Map<String, ?> known : List.of(askedToEnd, signalled, lastWords)) {
            known.keySet().retainAll(containerIds);
        }
    }

    /** When the volumes that follow the API are to be looked at again: soon, if the pod itself is another than then. */
    Instant volumesDue(Pod pod) {
        Looked last = volumes;
        return last == null || !last.metadata().equals(looksOf(pod)) ? Instant.MIN : last.next();
    }

    void looksAtVolumes(Pod pod, Instant next) {
        volumes = new Looked(looksOf(pod), next);
    }

    /** The last look at how much its volumes hold; empty if there was none. */
    Optional<VolumeSizes.Look> sizes() {
        return Optional.ofNullable(sizes);
    }

    void looksAtSizes(VolumeSizes.Look look) {
        sizes = look;
    }

    private static List<Map<String, String>> looksOf(Pod pod) {
        return List.of(
                Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of()),
                Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.of()));
    }
}
