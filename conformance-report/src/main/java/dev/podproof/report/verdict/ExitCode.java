package dev.podproof.report.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a shell gets to know: the worst verdict of the chosen profiles; with a selection, the verdict on the selection alone.
 *
 * @param code 0 conformant, 1 nonconformant, 3 inconclusive
 * @param remarks what expected failures changed, for people; empty without them
 */
public record ExitCode(int code, List<String> remarks) {
    public static final int CONFORMANT = 0;
    public static final int NONCONFORMANT = 1;
    /** Usage, configuration, or no report could be written. */
    public static final int NO_REPORT = 2;

    public static final int INCONCLUSIVE = 3;

    public ExitCode {
        remarks = List.copyOf(remarks);
    }

    /**
     * Decides. Expected failures change this code alone, never the verdict, and one that no longer fails makes the run fail.
     *
     * @param expectedFailures IDs of requirements
     */
    public static ExitCode of(Report report, Set<String> expectedFailures) {
        List<String> remarks = new ArrayList<>();
        List<RequirementResult> judged = new ArrayList<>();
        boolean repaired = false;
        for (RequirementResult result : report.judged()) {
            boolean expected = expectedFailures.contains(result.id());
            if (expected && result.outcome() == Outcome.FAILED) {
                remarks.add(result.id() + " failed, as expected");
                judged.add(new RequirementResult(result.requirement(), Outcome.PASSED, "", result.scenarios()));
                continue;
            }
            if (expected && result.outcome() == Outcome.PASSED) {
                remarks.add(result.id() + " is expected to fail and passed: take it off the list of expected failures");
                repaired = true;
            }
            judged.add(result);
        }
        if (report.start().requirements().isPresent()) {
            remarks.add("the selection alone: " + worst(report, judged).word());
        }
        int code = repaired ? NONCONFORMANT : code(worst(report, judged));
        return new ExitCode(code, remarks);
    }

    private static Conformance worst(Report report, List<RequirementResult> judged) {
        boolean suiteFailed = !report.errors().isEmpty();
        if (report.start().requirements().isPresent()) {
            return Conclusions.of(judged, suiteFailed);
        }
        return Conclusions.perProfile(report.start().profiles(), judged, suiteFailed).values().stream()
                .max(Conformance::compareTo)
                .orElse(Conformance.INCONCLUSIVE);
    }

    private static int code(Conformance conformance) {
        return switch (conformance) {
            case CONFORMANT -> CONFORMANT;
            case INCONCLUSIVE -> INCONCLUSIVE;
            case NONCONFORMANT -> NONCONFORMANT;
        };
    }
}
