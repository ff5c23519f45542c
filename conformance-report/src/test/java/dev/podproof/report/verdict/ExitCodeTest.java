package dev.podproof.report.verdict;

import static dev.podproof.report.verdict.Run.Happened.notMet;
import static dev.podproof.report.verdict.Run.Happened.observed;
import static dev.podproof.report.verdict.Run.Happened.passed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.features.Level;
import dev.podproof.features.Profile;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
    private static final String TWO = """
            Feature: Networking
              @NET-01
              Rule: First
                Scenario: One
                  Then it answers
              @NET-02
              Rule: Second
                Scenario: Two
                  Then it answers
            """;

    private static Run two() {
        return Run.of(TWO).must("NET-01").must("NET-02");
    }

    private static Run bothPassed() {
        return two().ran(0, passed(), observed(true)).ran(1, passed(), observed(true));
    }

    private static Run secondFailed() {
        return two().ran(0, passed(), observed(true)).ran(1, passed(), notMet("not met"));
    }

    private static int code(Run run, String... expected) {
        return ExitCode.of(run.report(), Set.of(expected)).code();
    }

    @Test
    void conformantIsZero() {
        assertThat(code(bothPassed())).isEqualTo(0);
    }

    @Test
    void aSelectionIsNeverConformant() {
        ExitCode code = ExitCode.of(bothPassed().select("NET-01").report(), Set.of());

        assertThat(code.remarks()).containsExactly("the selection alone: passed");
        assertThat(bothPassed().select("NET-01").report().word()).isEqualTo("passed");
        assertThat(bothPassed().report().word()).isEqualTo("conformant");
    }

    @Test
    void nonconformantIsOneEvenWhenAnotherMustIsUntested() {
        assertThat(code(two().ran(1, passed(), notMet("not met")))).isEqualTo(1);
    }

    @Test
    void inconclusiveIsThree() {
        assertThat(code(two().ran(0, passed(), observed(true)))).isEqualTo(3);
    }

    @Test
    void theWorstProfileDecides() {
        Run run = bothPassed()
                .requirement("ORI-01", Level.MUST, Profile.ORIGINAL)
                .profiles(Profile.PORTABLE, Profile.ORIGINAL);

        assertThat(code(run)).isEqualTo(3);
    }

    @Test
    void aSelectionIsJudgedAlone() {
        assertThat(code(secondFailed().select("NET-01"))).isEqualTo(0);
        assertThat(code(secondFailed().select("NET-02"))).isEqualTo(1);
    }

    @Test
    void aSelectionOfShouldsAloneHasToBeDecided() {
        Run should = Run.of(TWO)
                .requirement("NET-01", Level.SHOULD, Profile.PORTABLE)
                .must("NET-02")
                .select("NET-01");

        assertThat(code(should)).isEqualTo(3);
        assertThat(code(should.ran(0, passed(), observed(true)))).isEqualTo(0);
    }

    @Test
    void anExpectedFailureChangesTheCodeAndNotTheVerdict() {
        Report report = secondFailed().report();
        ExitCode exit = ExitCode.of(report, Set.of("NET-02"));

        assertThat(exit.code()).isEqualTo(0);
        assertThat(exit.remarks()).containsExactly("NET-02 failed, as expected");
        assertThat(report.verdicts()).containsEntry(Profile.PORTABLE, Conformance.NONCONFORMANT);
    }

    @Test
    void anExpectedFailureThatPassesMakesTheRunFail() {
        ExitCode exit = ExitCode.of(bothPassed().report(), Set.of("NET-02"));

        assertThat(exit.code()).isEqualTo(1);
        assertThat(exit.remarks()).singleElement().asString().contains("NET-02");
    }

    @Test
    void anExpectedFailureThatWasNotDecidedLeavesTheRunInconclusive() {
        assertThat(code(two().ran(0, passed(), observed(true)), "NET-02")).isEqualTo(3);
    }

    @Test
    void anExpectedFailureOutsideTheSelectionChangesNothing() {
        assertThat(code(bothPassed().select("NET-01"), "NET-02")).isEqualTo(0);
    }
}
