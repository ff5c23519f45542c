package dev.podproof.reference.node.health;

import java.time.Duration;
import java.time.Instant;

/** Time as probes need it, so that a test can turn its hands. */
interface Timer {
    Instant now();

    /** Runs the task when the time has passed, on a thread that it may hold; gives back what calls it off. */
    Runnable after(Duration wait, Runnable task);
}
