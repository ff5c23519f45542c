package dev.podproof.report.verdict;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/** What is known about an example, a scenario or a requirement, from harmless to worst (the words of EARL). */
public enum Outcome {
    /** Outside the chosen profiles, or declared so by the target's overlay. */
    INAPPLICABLE("inapplicable"),
    PASSED("passed"),
    /** Not selected, no scenario yet, or the run ended before it. */
    UNTESTED("untested"),
    /** It ran, and what came out decides nothing. */
    CANT_TELL("cantTell"),
    FAILED("failed");

    private final String word;

    Outcome(String word) {
        this.word = word;
    }

    /** The word that stands in reports. */
    public String word() {
        return word;
    }

    /**
     * The outcome that a report means by that word.
     *
     * @throws IllegalArgumentException when none has it
     */
    public static Outcome of(String word) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no outcome '" + word + "'"));
    }

    /** The worst of them; nothing at all is untested, never passed. */
    static Outcome worst(Collection<Outcome> outcomes) {
        return outcomes.stream().max(Comparator.naturalOrder()).orElse(UNTESTED);
    }
}
