package dev.podproof.report.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.features.Level;
import dev.podproof.features.Profile;
import dev.podproof.report.verdict.Run.Happened;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The property that the whole suite rests on, over a few thousand runs that went any way that a run can go. */
class ConformantOnlyWhenObservedTest {
    private static final String FEATURE = """
            Feature: Networking
              @NET-01
              Rule: First
                Scenario: One
                  Given a pod
                  Then it answers
                Scenario Outline: Two
                  Given a pod
                  Then it answers
                  Examples:
                    | n |
                    | 1 |
                    | 2 |
              @NET-02
              Rule: Second
                Scenario: Three
                  Given a pod
                  Then it answers
              @NET-03
              Rule: Third
                Scenario: Four
                  Given a pod
                  Then it answers
            """;

    private static final int EXAMPLES = 5;

    private static final List<Supplier<Happened>> ANYTHING = List.of(
            Happened::passed,
            Happened::skipped,
            Happened::undefined,
            Happened::ambiguous,
            Happened::pending,
            () -> Happened.observed(true),
            () -> Happened.observed(false),
            () -> Happened.notMet("not met"),
            () -> Happened.missingNeed("dns"),
            () -> Happened.aborted("aborted"),
            () -> Happened.passed().with(Recorded.MATRIX, new Matrix("empty", List.of())),
            () -> Happened.thrown("java.io.IOException", "lost"));

    @Test
    void noProfileIsConformantWithoutAnObservationForEachOfItsMusts() {
        Random random = new Random(42);
        int conformant = 0;
        for (int i = 0; i < 4000; i++) {
            Report report = anyRun(random).report();
            if (report.verdicts().get(Profile.PORTABLE) != Conformance.CONFORMANT) {
                continue;
            }
            conformant++;
            assertThat(report.requirements().stream()
                            .filter(r -> r.must() && r.requirement().profile() == Profile.PORTABLE))
                    .isNotEmpty()
                    .allSatisfy(r -> assertThat(r.observationCount()).isPositive());
        }
        assertThat(conformant)
                .as("runs that came out conformant at all, without which this test shows nothing")
                .isGreaterThan(50);
    }

    private static Run anyRun(Random random) {
        Run run = Run.of(FEATURE)
                .must("NET-01")
                .requirement("NET-02", random.nextBoolean() ? Level.MUST : Level.SHOULD, Profile.PORTABLE)
                .requirement("NET-03", Level.MUST, random.nextBoolean() ? Profile.PORTABLE : Profile.ORIGINAL);
        // Mostly healthy, so that conformant runs are among them.
        int health = random.nextInt(3) == 0 ? 60 : 97;
        for (int example = 0; example < EXAMPLES; example++) {
            if (random.nextInt(100) < health) {
                run.ran(
                        example,
                        any(random, health, Happened.passed()),
                        any(random, health, Happened.passed()),
                        any(random, health, Happened.observed(true)));
            } else if (random.nextBoolean()) {
                run.startedOnly(example, any(random, health, Happened.passed()));
            }
        }
        if (random.nextInt(10) == 0) {
            run.killed();
        }
        return run;
    }

    private static Happened any(Random random, int health, Happened healthy) {
        return random.nextInt(100) < health
                ? healthy
                : ANYTHING.get(random.nextInt(ANYTHING.size())).get();
    }
}
