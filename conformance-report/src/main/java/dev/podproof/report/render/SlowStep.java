package dev.podproof.report.render;

import dev.podproof.report.verdict.Report;
import java.util.Comparator;
import java.util.List;

/**
 * A step that took long.
 *
 * @param example the name of the example that it belongs to
 */
record SlowStep(String requirement, String example, String step, double seconds) {
    private static final int LISTED = 10;

    /** The ten slowest of a run; a step of an example that several requirements share is listed once. */
    static List<SlowStep> of(Report report) {
        return report.requirements().stream()
                .flatMap(requirement -> requirement.scenarios().stream()
                        .flatMap(scenario -> scenario.examples().stream())
                        .distinct()
                        .flatMap(example -> example.steps().stream()
                                .map(step ->
                                        new SlowStep(requirement.id(), example.name(), step.text(), step.seconds()))))
                .sorted(Comparator.comparingDouble(SlowStep::seconds).reversed())
                .limit(LISTED)
                .toList();
    }
}
