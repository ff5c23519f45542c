package dev.podproof.reference.node;

import java.time.Instant;
import java.util.Optional;

/** The earliest of several times. */
final class Earliest {
    private Optional<Instant> time = Optional.empty();

    /** Not later than this. */
    void notLaterThan(Instant later) {
        if (time.isEmpty() || later.isBefore(time.get())) {
            time = Optional.of(later);
        }
    }

    Optional<Instant> time() {
        return time;
    }
}
