package dev.podproof.reference.scheduler;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pods that wait for a host, by key (namespace/name). One that could not be placed waits until something changes that
 * could help it, and at least for a while that doubles with each attempt, so that it does not keep the others waiting. Used by
 * the scheduler's thread alone.
 */
final class PodQueue {

    private static final Duration FIRST_DELAY = Duration.ofMillis(500);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);
    /** Even when nothing seems to have changed: the view may have missed what would help. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(60);

    private final Clock clock;
    private final Set<String> active = new LinkedHashSet<>();
    private final Map<String, Parked> parked = new LinkedHashMap<>();
    private final Map<String, Integer> attempts = new HashMap<>();

    private record Parked(Instant notBefore, Instant atLatest, boolean helped) {
        Instant due() {
            return helped ? notBefore : atLatest;
        }
    }

    PodQueue(Clock clock) {
        this.clock = clock;
    }

    /** A pod that is new here, or changed so that it may fit now. */
    void add(String key) {
        parked.remove(key);
        active.add(key);
    }

    /** A pod that waits already stays where it is. */
    void addIfUnknown(String key) {
        if (!parked.containsKey(key)) {
            active.add(key);
        }
    }

    /** No host took the pod: it waits for a change. */
    void park(String key) {
        parked.put(key, parked(key, false));
    }

    /** The attempt itself failed: it is repeated after a while. */
    void retry(String key) {
        parked.put(key, parked(key, true));
    }

    /** The pod is placed, or gone. */
    void remove(String key) {
        active.remove(key);
        parked.remove(key);
        attempts.remove(key);
    }

    /** Something changed that may help those that wait. */
    void wake() {
        parked.replaceAll((key, pod) -> new Parked(pod.notBefore(), pod.atLatest(), true));
    }

    /** A host has opened: those that wait may try it now, however often they have tried in vain. */
    void hurry() {
        Instant now = clock.instant();
        parked.replaceAll((key, pod) -> new Parked(now, pod.atLatest(), true));
    }

    /** The pod whose turn it is. */
    Optional<String> next() {
        Instant now = clock.instant();
        for (Iterator<Map.Entry<String, Parked>> each = parked.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<String, Parked> pod = each.next();
            if (!pod.getValue().due().isAfter(now)) {
                active.add(pod.getKey());
                each.remove();
            }
        }
        Iterator<String> first = active.iterator();
        if (!first.hasNext()) {
            return Optional.empty();
        }
        String key = first.next();
        first.remove();
        return Optional.of(key);
    }

    /** How long there is nothing to do, if no one asks for anything; empty when no pod waits. */
    Optional<Duration> idle() {
        Instant now = clock.instant();
        return parked.values().stream()
                .map(Parked::due)
                .min(Instant::compareTo)
                .map(due -> due.isAfter(now) ? Duration.between(now, due) : Duration.ZERO);
    }

    private Parked parked(String key, boolean helped) {
        int times = attempts.merge(key, 1, Integer::sum);
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(times - 1, 10));
        Duration limited = delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
        Instant now = clock.instant();
        return new Parked(now.plus(limited), now.plus(LOOK_AGAIN), helped);
    }
}
