package dev.podproof.report.verdict;

import java.util.ArrayList;
import java.util.List;

/**
 * What a build asks of a run on the healthy reference: every requirement that has a scenario passes, and nothing hides behind a cantTell
 * that no missing need explains.
 */
public final class Gate {
    private Gate() {}

    /** A line for each thing that keeps the gate shut; empty when it opens. */
    public static List<String> problems(Report report) {
        List<String> problems = new ArrayList<>(report.errors());
        if (report.end().ended() != RunEnd.Ended.COMPLETED) {
            problems.add("the run did not complete: " + report.end().ended());
        }
        List<RequirementResult> tested =
                report.judged().stream().filter(r -> hasScenario(report, r)).toList();
        if (tested.isEmpty()) {
            problems.add("no requirement has a scenario");
        }
        tested.stream()
                .filter(r -> r.outcome() != Outcome.PASSED && !explained(r))
                .map(r -> r.id() + " " + r.outcome().word() + ": " + r.reason())
                .forEach(problems::add);
        return problems;
    }

    private static boolean hasScenario(Report report, RequirementResult result) {
        return !result.scenarios().isEmpty() || report.start().planned().getOrDefault(result.id(), 0) > 0;
    }

    private static boolean explained(RequirementResult result) {
        return result.outcome() == Outcome.CANT_TELL
                && result.scenarios().stream()
                        .flatMap(s -> s.examples().stream())
                        .allMatch(e -> e.outcome() == Outcome.PASSED || e.cause() == Cause.MISSING_NEED);
    }
}
