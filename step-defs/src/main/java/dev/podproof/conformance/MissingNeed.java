package dev.podproof.conformance;

import org.opentest4j.TestAbortedException;

/** The target lacks something without which the requirement cannot be decided; the outcome is cantTell and never passed. */
public final class MissingNeed extends TestAbortedException {
    /**
     * @param need as it stands in requirements.yaml, for example {@code two-hosts}
     * @param why what was found instead
     */
    public MissingNeed(String need, String why) {
        super("needs " + need + ": " + why);
    }
}
