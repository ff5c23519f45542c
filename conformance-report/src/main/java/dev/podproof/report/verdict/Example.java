package dev.podproof.report.verdict;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One execution: a scenario, or one row of an outline.
 *
 * @param values of an outline: what stands in this row, by the names of the columns; empty for a plain scenario
 * @param reason why the outcome is not passed; empty when it is
 * @param cause where the reason lies
 * @param notUndone what it did to the whole target and could not undo, whatever its outcome; empty where there is nothing
 * @param observations comparisons that its Then steps recorded, without the cells of matrices
 */
public record Example(
        String name,
        Map<String, String> values,
        Outcome outcome,
        String reason,
        Cause cause,
        String notUndone,
        double seconds,
        List<Step> steps,
        List<Observation> observations,
        List<Matrix> matrices,
        List<Evidence> evidence) {
    public Example {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        steps = List.copyOf(steps);
        observations = List.copyOf(observations);
        matrices = List.copyOf(matrices);
        evidence = List.copyOf(evidence);
    }

    /** Whether the suite itself, and not the target, is the reason. */
    public boolean error() {
        return cause == Cause.SUITE || cause == Cause.NOT_UNDONE;
    }

    /** An example that never came to its end. */
    static Example untested(String name, Map<String, String> values, String reason, List<Step> steps) {
        return new Example(
                name, values, Outcome.UNTESTED, reason, Cause.NONE, "", 0, steps, List.of(), List.of(), List.of());
    }

    /** How often something was compared; each cell of a matrix counts. */
    public int observationCount() {
        return observations.size()
                + matrices.stream().mapToInt(m -> m.cells().size()).sum();
    }
}
