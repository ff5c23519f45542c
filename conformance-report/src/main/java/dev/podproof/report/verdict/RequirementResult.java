package dev.podproof.report.verdict;

import dev.podproof.features.Level;
import dev.podproof.features.Requirement;
import java.util.List;
import java.util.Optional;

/**
 * What came out for one requirement.
 *
 * @param reason why the outcome is not passed; empty when it is
 * @param scenarios what ran for it, in the order of the feature files
 */
public record RequirementResult(
        Requirement requirement, Outcome outcome, String reason, List<ScenarioResult> scenarios) {
    public RequirementResult {
        scenarios = List.copyOf(scenarios);
    }

    public String id() {
        return requirement.id();
    }

    public boolean must() {
        return requirement.level() == Level.MUST;
    }

    /** A SHOULD that failed: said aloud, but no reason to withhold a verdict. */
    public boolean warning() {
        return outcome == Outcome.FAILED && requirement.level() == Level.SHOULD;
    }

    public int observationCount() {
        return scenarios.stream().mapToInt(ScenarioResult::observationCount).sum();
    }

    public double seconds() {
        return scenarios.stream().mapToDouble(ScenarioResult::seconds).sum();
    }

    /** The folder, inside the report's, that holds what was kept of its failures. */
    public Optional<String> evidencePath() {
        boolean kept = scenarios.stream()
                .flatMap(s -> s.examples().stream())
                .flatMap(e -> e.evidence().stream())
                .anyMatch(e -> !e.files().isEmpty());
        return kept ? Optional.of("evidence/" + id()) : Optional.empty();
    }
}
