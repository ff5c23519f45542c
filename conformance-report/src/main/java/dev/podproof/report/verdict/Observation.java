package dev.podproof.report.verdict;

/**
 * One comparison that a step made.
 *
 * @param what the thing compared
 * @param expected what the requirement asks for
 * @param observed what the probe saw
 * @param met whether the two agree
 */
public record Observation(String what, String expected, String observed, boolean met) {
    public Observation {
        what = what == null ? "" : what;
        expected = expected == null ? "" : expected;
        observed = observed == null ? "" : observed;
    }
}
