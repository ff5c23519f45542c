package dev.podproof.report.render;

import static dev.podproof.report.verdict.Run.Happened.missingNeed;
import static dev.podproof.report.verdict.Run.Happened.skipped;

import dev.podproof.report.verdict.Report;
import dev.podproof.report.verdict.Run;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A run on a target that lacks one thing which ten requirements need, and another that the eleventh needs. */
final class ManyUndecided {
    private static final int ALIKE = 10;

    private ManyUndecided() {}

    static Report report() {
        String rules = IntStream.rangeClosed(1, ALIKE + 1)
                .mapToObj(i -> """
                          @NET-%02d
                          Rule: Number %d
                            Scenario: Number %d
                              Given a pod
                              Then it has one address
                        """.formatted(i, i, i))
                .collect(Collectors.joining());
        Run run = Run.of("Feature: Networking\n" + rules);
        for (int i = 0; i <= ALIKE; i++) {
            run.must("NET-%02d".formatted(i + 1));
            run.ran(i, missingNeed(i < ALIKE ? "applets" : "two-hosts"), skipped(), skipped());
        }
        return run.report();
    }
}
