package dev.podproof.benchmarks;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits for what nobody tells of: it is asked at once, and after each pause again. */
final class Polling {
    private Polling() {}

    /** The waiting for {@code what}, which the message names when it has not come about within the limit. */
    static ConditionFactory await(String what, Duration limit, Duration pause) {
        return Awaitility.await(what)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(pause)
                .atMost(limit);
    }
}
