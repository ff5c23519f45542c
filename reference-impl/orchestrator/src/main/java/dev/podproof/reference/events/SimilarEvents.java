package dev.podproof.reference.events;

import dev.podproof.reference.events.EventRecorder.Said;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Tells messages that are about the same and differ in a detail, as in an address or an ID: from the tenth on, all of them
 * are one event, which says the newest. Not thread safe.
 */
final class SimilarEvents {
    private static final int APART = 10;
    private static final String TOGETHER = "(combined from similar events): ";

    private final Map<Said, Set<String>> messages;

    /** @param remembered of so many things at most */
    SimilarEvents(int remembered) {
        this.messages = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Said, Set<String>> eldest) {
                return size() > remembered;
            }
        };
    }

    /** What to count under, and what the event says. */
    record Heading(Said key, Said event) {}

    Heading of(Said said) {
        Said common = new Said(said.about(), said.type(), said.reason(), TOGETHER);
        Set<String> apart = messages.computeIfAbsent(common, first -> new HashSet<>());
        if (apart.size() < APART - 1) {
            apart.add(said.message());
        }
        return apart.contains(said.message())
                ? new Heading(said, said)
                : new Heading(common, new Said(said.about(), said.type(), said.reason(), TOGETHER + said.message()));
    }
}
