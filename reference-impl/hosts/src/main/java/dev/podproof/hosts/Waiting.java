package dev.podproof.hosts;

import dev.podproof.hosts.engine.HostsException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for a condition, asking again and again, and remembers what stood in its way. */
final class Waiting {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final Clock clock;
    private final Duration limit;

    Waiting(Clock clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * Asks until nothing is missing.
     *
     * @param missing what is still missing, or empty when the condition holds
     * @return empty when it held in time, else what was missing last
     */
    Optional<String> untilNothingIsMissing(Supplier<Optional<String>> missing) {
        var end = clock.instant().plus(limit);
        var last = missing.get();
        while (last.isPresent() && clock.instant().isBefore(end)) {
            pause();
            last = missing.get();
        }
        return last;
    }

    Duration limit() {
        return limit;
    }

    private static void pause() {
        try {
            var never = new CountDownLatch(1);
            if (never.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS))
                throw new IllegalStateException("nobody counts this down");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HostsException(HostsException.Reason.INTERRUPTED, "interrupted while waiting", e);
        }
    }
}
