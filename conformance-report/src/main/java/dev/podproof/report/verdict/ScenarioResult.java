package dev.podproof.report.verdict;

import java.util.Comparator;
import java.util.List;

/**
 * A scenario with its examples (one, unless it is an outline); its result is its worst example's.
 *
 * @param location feature file and line, for example {@code networking.feature:14}
 */
public record ScenarioResult(String name, String location, List<Example> examples) {
    public ScenarioResult {
        examples = List.copyOf(examples);
    }

    public Outcome outcome() {
        return Outcome.worst(examples.stream().map(Example::outcome).toList());
    }

    /** The first reason among the worst examples; empty when all passed. */
    public String reason() {
        return examples.stream()
                .filter(e -> e.outcome() == outcome())
                .map(Example::reason)
                .findFirst()
                .orElse("");
    }

    public int observationCount() {
        return examples.stream().mapToInt(Example::observationCount).sum();
    }

    public double seconds() {
        return examples.stream().mapToDouble(Example::seconds).sum();
    }

    static Comparator<ScenarioResult> worstFirst() {
        return Comparator.comparing(ScenarioResult::outcome).reversed();
    }
}
