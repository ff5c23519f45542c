package dev.podproof.reference.apiserver.http;

import dev.podproof.reference.apiserver.exchange.StreamLimits;
import java.util.HashMap;
import java.util.Map;

/** The streams that are open now: in all, to each place, for each caller. Shared by all event loops. */
final class StreamCounts {

    /** One more would be too many; the message is for the caller. */
    static final class TooMany extends Exception {
        private static final long serialVersionUID = 1L;

        TooMany(String message) {
            super(message);
        }
    }

    private final StreamLimits limits;
    private final Map<String, Integer> toPlaces = new HashMap<>();
    private final Map<String, Integer> ofCallers = new HashMap<>();
    private int open;

    StreamCounts(StreamLimits limits) {
        this.limits = limits;
    }

    /**
     * Counts one more.
     *
     * @param place where it leads, in words
     * @return to be run when it has ended; running it again does nothing
     */
    synchronized Runnable count(String place, String caller) throws TooMany {
        int there = toPlaces.getOrDefault(place, 0);
        int theirs = ofCallers.getOrDefault(caller, 0);
        check("of user \"" + caller + "\"", theirs, limits.perCaller());
        check("to " + place, there, limits.perPlace());
        check("to nodes and pods", open, limits.inAll());
        open++;
        toPlaces.put(place, there + 1);
        ofCallers.put(caller, theirs + 1);
        return new Runnable() {
            private boolean counted = true;

            @Override
            public void run() {
                synchronized (StreamCounts.this) {
                    if (counted) {
                        counted = false;
                        open--;
                        less(toPlaces, place);
                        less(ofCallers, caller);
                    }
                }
            }
        };
    }

    private static void check(String which, int open, int limit) throws TooMany {
        if (open >= limit) {
            throw new TooMany(
                    "too many streams " + which + ": " + open
                            + " are open, which is the limit; end some (logs -f, exec, attach, port-forward, proxy) and try again");
        }
    }

    /** Who has none left is forgotten. */
    private static void less(Map<String, Integer> counts, String key) {
        counts.computeIfPresent(key, (name, count) -> count == 1 ? null : count - 1);
    }
}
