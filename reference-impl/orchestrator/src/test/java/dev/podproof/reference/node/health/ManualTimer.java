package dev.podproof.reference.node.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A clock whose hands the test turns; what comes due runs on the test's own thread. */
final class ManualTimer implements Timer {
    static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    private final List<Due> dues = new ArrayList<>();
    private Instant now = START;

    private record Due(Instant time, Runnable task) {}

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Runnable after(Duration wait, Runnable task) {
        Due due = new Due(now.plus(wait), task);
        dues.add(due);
        return () -> dues.remove(due);
    }

    void pass(long seconds) {
        Instant end = now.plusSeconds(seconds);
        for (var next = next(end); next.isPresent(); next = next(end)) {
            dues.remove(next.get());
            now = next.get().time();
            next.get().task().run();
        }
        now = end;
    }

    private java.util.Optional<Due> next(Instant end) {
        return dues.stream().filter(due -> !due.time().isAfter(end)).min(Comparator.comparing(Due::time));
    }
}
