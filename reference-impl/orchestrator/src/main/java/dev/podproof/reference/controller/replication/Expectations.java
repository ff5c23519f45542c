package dev.podproof.reference.controller.replication;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What was asked of the API server for each controller, by its uid, and has not shown up in the view yet. A controller that
 * counted its pods before then would make them twice.
 *
 * <p>An expectation that is not met in five minutes is given up: a watch that was interrupted may have swallowed a pod that
 * came and went.
 */
final class Expectations {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Clock clock;
    private final Map<String, Expected> byController = new HashMap<>();

    private static final class Expected {
        private int creations;
        private final Set<String> deletions = new HashSet<>();
        private Instant raised;
    }

    Expectations(Clock clock) {
        this.clock = clock;
    }

    /** That many pods are about to be made. */
    synchronized void expectCreations(String controller, int count) {
        raise(controller).creations += count;
    }

    /** The pods with these uids are about to be deleted. */
    synchronized void expectDeletions(String controller, Collection<String> pods) {
        raise(controller).deletions.addAll(pods);
    }

    /** A pod was seen, or could not be made. */
    synchronized void created(String controller) {
        Expected expected = byController.get(controller);
        if (expected != null && expected.creations > 0) {
            expected.creations--;
        }
    }

    /** The pod was seen to be deleted, or could not be. */
    synchronized void deleted(String controller, String pod) {
        Expected expected = byController.get(controller);
        if (expected != null) {
            expected.deletions.remove(pod);
        }
    }

    /** Whether the view shows everything that was done for the controller. */
    synchronized boolean areMet(String controller) {
        Expected expected = byController.get(controller);
        if (expected == null) {
            return true;
        }
        boolean met = expected.creations == 0 && expected.deletions.isEmpty();
        if (met || expected.raised.plus(PATIENCE).isBefore(clock.instant())) {
            byController.remove(controller);
            return true;
        }
        return false;
    }

    /** The controller is gone. */
    synchronized void forget(String controller) {
        byController.remove(controller);
    }

    private Expected raise(String controller) {
        Expected expected = byController.computeIfAbsent(controller, unknown -> new Expected());
        expected.raised = clock.instant();
        return expected;
    }
}
