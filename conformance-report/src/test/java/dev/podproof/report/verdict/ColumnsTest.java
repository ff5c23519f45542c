package dev.podproof.report.verdict;

import static dev.podproof.report.verdict.Run.Happened.notMet;
import static dev.podproof.report.verdict.Run.Happened.observed;
import static dev.podproof.report.verdict.Run.Happened.passed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.features.Level;
import dev.podproof.features.Profile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    private static final String TWO = """
            Feature: Networking
              @NET-01
              Rule: First
                Scenario: One
                  Then it answers
              @NET-11
              Rule: Second
                Scenario: Two
                  Then it answers
            """;

    private static Run run() {
        return Run.of(TWO)
                .must("NET-01")
                .requirement("NET-11", Level.MAY, Profile.PORTABLE)
                .requirement("DKR-01", Level.MUST, Profile.DOCKER)
                .select("NET-01", "NET-11");
    }

    private static Run healthy() {
        return run().ran(0, passed(), observed(true)).ran(1, passed(), observed(true));
    }

    private static Run failing() {
        return run().ran(0, passed(), notMet("not met")).ran(1, passed(), observed(true));
    }

    private static Columns.Column column(String name, Run run) {
        return new Columns.Column(name, run.report());
    }

    private static int code(Columns columns, String... expected) {
        return ExitCode.of(columns, Set.of(expected)).code();
    }

    @Test
    void columnsThatWereAskedForTheSameShareATableInTheSpecificationsOrder() {
        Run docker = Run.of(TWO)
                .must("NET-01")
                .requirement("DKR-01", Level.MUST, Profile.DOCKER)
                .profiles(Profile.DOCKER)
                .select("DKR-01");
        Columns columns = new Columns(
                List.of(column("host-gw", healthy()), column("docker", docker), column("ovs", run().notRun("no tun"))));

        assertThat(columns.groups())
                .extracting(group ->
                        group.columns().stream().map(Columns.Column::name).toList())
                .containsExactly(List.of("host-gw", "ovs"), List.of("docker"));
        assertThat(columns.groups().get(0).rows())
                .extracting(row -> row.requirement().id())
                .containsExactly("NET-01", "NET-11");
        assertThat(columns.groups().get(0).rows().get(0).results())
                .extracting(RequirementResult::outcome)
                .containsExactly(Outcome.PASSED, Outcome.UNTESTED);
    }

    @Test
    void anOverlayThatDeclaresARequirementInapplicableStandsInTheSameTableAndIsConformant() {
        Run external = run().inapplicable("NET-11", "somebody else splits").ran(0, passed(), observed(true));
        Columns columns = new Columns(List.of(column("host-gw", healthy()), column("external", external)));

        assertThat(columns.groups()).hasSize(1);
        assertThat(columns.groups().get(0).rows().get(1).results())
                .extracting(RequirementResult::outcome)
                .containsExactly(Outcome.PASSED, Outcome.INAPPLICABLE);
        assertThat(code(columns)).isZero();
    }

    @Test
    void theWorstColumnDecides() {
        Columns.Column well = column("host-gw", healthy());
        Columns.Column ill = column("vxlan", failing());
        Columns.Column absent = column("ovs", run().notRun("no tun"));

        assertThat(code(new Columns(List.of(well, well)))).isZero();
        assertThat(code(new Columns(List.of(well, absent)))).isEqualTo(3);
        assertThat(code(new Columns(List.of(absent, ill, well)))).isEqualTo(1);
        assertThat(new Columns(List.of(absent, ill, well)).conformance()).isEqualTo(Conformance.NONCONFORMANT);
    }

    @Test
    void noColumnIsConformantWithNothing() {
        assertThat(code(new Columns(List.of()))).isEqualTo(3);
        assertThat(new Columns(List.of()).conformance()).isEqualTo(Conformance.INCONCLUSIVE);
    }

    @Test
    void onlyAColumnThatWasNotRunSaysWhyNot() {
        assertThat(column("ovs", run().notRun("no tun")).whyNotRun()).contains("no tun");
        assertThat(column("host-gw", healthy()).whyNotRun()).isEmpty();
        assertThat(column("vxlan", run().killed()).whyNotRun()).isEmpty();
    }

    @Test
    void aFailureIsExpectedOfWhicheverColumnHasIt() {
        Columns columns = new Columns(List.of(column("host-gw", healthy()), column("external", failing())));
        ExitCode exit = ExitCode.of(columns, Set.of("NET-01"));

        assertThat(exit.code()).isZero();
        assertThat(exit.remarks()).contains("external: NET-01 failed, as expected");
        assertThat(columns.conformance()).isEqualTo(Conformance.NONCONFORMANT);
    }

    @Test
    void anExpectedFailureThatPassesInAllColumnsMakesTheRunFail() {
        Columns columns = new Columns(Stream.of("host-gw", "vxlan")
                .map(name -> column(name, healthy()))
                .toList());

        assertThat(code(columns, "NET-01")).isEqualTo(1);
        assertThat(ExitCode.of(columns, Set.of("NET-01")).remarks())
                .filteredOn(remark -> remark.contains("take it off"))
                .hasSize(1);
    }

    @Test
    void outcomesAreCountedForWhatDidNotPassEveryTime() {
        Columns columns = new Columns(List.of(
                new Columns.Column("1", healthy().report()),
                new Columns.Column("2", failing().report()),
                new Columns.Column("3", healthy().report())));

        assertThat(columns.noun()).isEqualTo("run");
        assertThat(columns.unsteady())
                .hasSize(1)
                .allSatisfy((id, counts) ->
                        assertThat(counts).containsOnly(Map.entry(Outcome.PASSED, 2), Map.entry(Outcome.FAILED, 1)));
    }
}
