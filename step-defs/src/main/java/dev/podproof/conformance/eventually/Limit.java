package dev.podproof.conformance.eventually;

import java.time.Duration;

/**
 * How long something is waited for, and whose word that is.
 *
 * @param whose such as {@code the run's --patience}
 */
public record Limit(Duration time, String whose) {
    /** What a user allows a target that has no limit of its own to keep. */
    public static Limit patience(Duration time) {
        return new Limit(time, "the run's --patience");
    }

    /** What the requirement, or the scenario in its name, allows. */
    public static Limit required(Duration time) {
        return new Limit(time, "the requirement's own limit");
    }

    @Override
    public String toString() {
        return time.toSeconds() + " s (" + whose + ")";
    }
}
