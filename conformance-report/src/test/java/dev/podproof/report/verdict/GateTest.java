package dev.podproof.report.verdict;

import static dev.podproof.report.verdict.Run.Happened.missingNeed;
import static dev.podproof.report.verdict.Run.Happened.notMet;
import static dev.podproof.report.verdict.Run.Happened.observed;
import static dev.podproof.report.verdict.Run.Happened.passed;
import static dev.podproof.report.verdict.Run.Happened.skipped;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GateTest {
    private static final String TWO = """
            Feature: Networking
              @NET-01
              Rule: First
                Scenario: One
                  Given a pod
                  Then it answers
              @NET-02
              Rule: Second
                Scenario: Two
                  Given a pod
                  Then it answers
            """;

    /** NET-03 has no scenario yet, and that keeps no gate shut. */
    private static Run firstPassed() {
        return Run.of(TWO).must("NET-01").must("NET-02").must("NET-03").ran(0, passed(), passed(), observed(true));
    }

    @Test
    void opensWhenWhatHasAScenarioPasses() {
        assertThat(Gate.problems(
                        firstPassed().ran(1, passed(), passed(), observed(true)).report()))
                .isEmpty();
    }

    @Test
    void opensForWhatAMissingNeedExplains() {
        assertThat(Gate.problems(firstPassed()
                        .ran(1, missingNeed("docker-links"), skipped(), skipped())
                        .report()))
                .isEmpty();
    }

    @Test
    void staysShutForAnyOtherCantTell() {
        assertThat(Gate.problems(firstPassed()
                        .ran(1, passed(), notMet("the pod stays Pending"), skipped())
                        .report()))
                .containsExactly("NET-02 cantTell: the pod stays Pending");
    }

    @Test
    void staysShutForAFailure() {
        assertThat(Gate.problems(firstPassed()
                        .ran(1, passed(), passed(), notMet("not met"))
                        .report()))
                .containsExactly("NET-02 failed: not met");
    }

    @Test
    void staysShutForWhatDidNotRun() {
        assertThat(Gate.problems(firstPassed().report()))
                .singleElement()
                .asString()
                .startsWith("NET-02 untested");
        assertThat(Gate.problems(firstPassed().planned("NET-03", 1).report()))
                .anySatisfy(problem -> assertThat(problem).startsWith("NET-03 untested"));
    }

    @Test
    void staysShutWhenTheRunDidNotComplete() {
        Run run = firstPassed().ran(1, passed(), passed(), observed(true)).ended(RunEnd.Ended.TIME_OUT);

        assertThat(Gate.problems(run.report())).singleElement().asString().contains("did not complete");
    }

    @Test
    void staysShutWhenThereIsNothingToTest() {
        Run nothing = Run.of("Feature: Empty").must("NET-01");

        assertThat(Gate.problems(nothing.report())).containsExactly("no requirement has a scenario");
    }
}
