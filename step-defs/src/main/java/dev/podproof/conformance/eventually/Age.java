package dev.podproof.conformance.eventually;

import dev.podproof.conformance.NotMet;
import java.time.Duration;

/** How long ago something happened, for requirements that speak of an order in time. */
public final class Age {
    private final long since = System.nanoTime();

    private Age() {}

    /** The age of something that has just happened. */
    public static Age ofNow() {
        return new Age();
    }

    public Duration passed() {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    /** Returns once it is at least that old. */
    public void atLeast(Duration wanted) {
        Duration left = wanted.minus(passed());
        if (!left.isNegative()) {
            try {
                Eventually.eventually(
                        "an age of " + wanted,
                        Limit.required(left.plusSeconds(10)),
                        this::passed,
                        age -> age.compareTo(wanted) >= 0);
            } catch (NotMet e) {
                throw new IllegalStateException("This machine's clock stood still for 10 s", e);
            }
        }
    }
}
