package dev.podproof.report.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
        return of(List.of(Expected.of(report, expectedFailures)), List.of(""));
    }

    /**
     * Decides on several runs at once: the worst of their verdicts. A failure is expected in any of them, and no longer fails when all
     * that decided it passed it.
     *
     * @param expectedFailures IDs of requirements
     */
    public static ExitCode of(Columns columns, Set<String> expectedFailures) {
        return of(
                columns.columns().stream()
                        .map(column -> Expected.of(column.report(), expectedFailures))
                        .toList(),
                columns.columns().stream().map(column -> column.name() + ": ").toList());
    }

    private static ExitCode of(List<Expected> runs, List<String> prefixes) {
        List<String> remarks = new ArrayList<>();
        Set<String> failed = runs.stream().flatMap(run -> run.failed().stream()).collect(Collectors.toSet());
        Set<String> repaired = runs.stream()
                .flatMap(run -> run.passed().stream())
                .filter(id -> !failed.contains(id))
                .collect(Collectors.toCollection(TreeSet::new));
        Conformance worst = Conformance.CONFORMANT;
        for (int i = 0; i < runs.size(); i++) {
            Expected run = runs.get(i);
            String prefix = prefixes.get(i);
            run.failed().forEach(id -> remarks.add(prefix + id + " failed, as expected"));
            if (run.selection()) {
                remarks.add(prefix + "the selection alone: " + run.conformance().wordOfSelection());
            }
            worst = run.conformance().compareTo(worst) > 0 ? run.conformance() : worst;
        }
        repaired.forEach(
                id -> remarks.add(id + " is expected to fail and passed: take it off the list of expected failures"));
        boolean nothing = runs.isEmpty();
        int code = !repaired.isEmpty() ? NONCONFORMANT : code(nothing ? Conformance.INCONCLUSIVE : worst);
        return new ExitCode(code, remarks);
    }

    /**
     * A run in the light of what was expected of it.
     *
     * @param failed what failed as it was expected to
     * @param passed what was expected to fail and did not
     * @param conformance the verdict as if what was expected to fail had passed
     */
    private record Expected(List<String> failed, List<String> passed, Conformance conformance, boolean selection) {
        static Expected of(Report report, Set<String> expectedFailures) {
            List<String> failed = expected(report, expectedFailures, Outcome.FAILED);
            List<RequirementResult> forgiven = report.requirements().stream()
                    .map(r -> failed.contains(r.id())
                            ? new RequirementResult(r.requirement(), Outcome.PASSED, "", r.scenarios())
                            : r)
                    .toList();
            return new Expected(
                    failed,
                    expected(report, expectedFailures, Outcome.PASSED),
                    report.conformance(forgiven),
                    report.start().requirements().isPresent());
        }

        private static List<String> expected(Report report, Set<String> ids, Outcome outcome) {
            return report.judged().stream()
                    .filter(r -> r.outcome() == outcome && ids.contains(r.id()))
                    .map(RequirementResult::id)
                    .toList();
        }
    }

    private static int code(Conformance conformance) {
        return switch (conformance) {
            case CONFORMANT -> CONFORMANT;
            case INCONCLUSIVE -> INCONCLUSIVE;
            case NONCONFORMANT -> NONCONFORMANT;
        };
    }
}
