package dev.podproof.reference.controller.nodelifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * When each node was last heard, by this process's own clock: hosts' clocks may differ, so a heartbeat counts from when it
 * was seen to change. A node seen for the first time has the whole grace period, as after a restart of the master.
 */
final class Heartbeats {

    private final Duration grace;
    private final Map<String, Beat> beats = new HashMap<>();

    private record Beat(String renewed, Instant seen) {}

    Heartbeats(Duration grace) {
        this.grace = grace;
    }

    /** Notes what a node's lease says; anything that differs from what it said before is a sign of life. */
    void note(String node, String renewed, Instant now) {
        Beat before = beats.get(node);
        if (before == null || !before.renewed().equals(renewed)) {
            beats.put(node, new Beat(renewed, now));
        }
    }

    boolean isSilent(String node, Instant now) {
        return beats.get(node).seen().plus(grace).isBefore(now);
    }

    void retain(Collection<String> nodes) {
        beats.keySet().retainAll(nodes);
    }
}
