package dev.podproof.conformance.steps;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What has become of a container, in the words of the features.
 *
 * @param words never ended, ended with a code, was started again; or its state where it is on its way from one to the next
 * @param step how far it has come; a container never goes back
 */
record Fate(String words, int step) {
    static final Fate NEVER_ENDED = new Fate("never ended", 0);
    static final Fate AGAIN = new Fate("was started again and runs", 2);
    static final Fate TWICE = new Fate("was started again twice and runs", 4);
    private static final String ENDED = "ended with code ";

    /** As its status tells. */
    static Fate of(JsonNode status) {
        JsonNode state = status.path("state");
        int restarts = status.path("restartCount").asInt();
        boolean ended = state.has("terminated");
        int step = 2 * restarts + (ended ? 1 : 0);
        if (ended && restarts == 0) {
            return new Fate(ENDED + state.path("terminated").path("exitCode"), step);
        }
        if (state.has("running") && restarts <= 2) {
            return restarts == 0 ? NEVER_ENDED : restarts == 1 ? AGAIN : TWICE;
        }
        return new Fate(state + " after " + restarts + " restarts", step);
    }

    /**
     * The fate that a feature means by these words.
     *
     * @throws IllegalArgumentException when they are no fate
     */
    static Fate of(String words) {
        for (Fate fate : new Fate[] {NEVER_ENDED, AGAIN, TWICE}) {
            if (fate.words.equals(words)) {
                return fate;
            }
        }
        if (words.startsWith(ENDED)) {
            return new Fate(words, 1);
        }
        throw new IllegalArgumentException("'" + words + "' is no fate of a container");
    }

    /** Whether a container of this fate can no longer come to another one: nobody needs to wait for it. */
    boolean isBeyond(Fate other) {
        return step > other.step || (step == other.step && words.startsWith(ENDED) && !equals(other));
    }
}
