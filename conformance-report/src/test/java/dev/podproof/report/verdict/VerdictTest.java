package dev.podproof.report.verdict;

import static dev.podproof.report.verdict.Run.Happened.aborted;
import static dev.podproof.report.verdict.Run.Happened.ambiguous;
import static dev.podproof.report.verdict.Run.Happened.missingNeed;
import static dev.podproof.report.verdict.Run.Happened.notMet;
import static dev.podproof.report.verdict.Run.Happened.observed;
import static dev.podproof.report.verdict.Run.Happened.passed;
import static dev.podproof.report.verdict.Run.Happened.pending;
import static dev.podproof.report.verdict.Run.Happened.skipped;
import static dev.podproof.report.verdict.Run.Happened.thrown;
import static dev.podproof.report.verdict.Run.Happened.undefined;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.features.Level;
import dev.podproof.features.Profile;
import io.cucumber.messages.types.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {
    private static final String ONE = """
            Feature: Networking
              @NET-01
              Rule: A pod has an address
                Scenario: A pod is reached at its address
                  Given a pod
                  When another pod calls it
                  Then it answers
            """;

    private static final String OUTLINE = """
            Feature: Networking
              @NET-01
              Rule: A pod has an address
                Scenario Outline: <kind> pods are reached
                  Given a <kind> pod
                  Then it answers
                  Examples:
                    | kind  |
                    | one   |
                    | two   |

                Scenario: A pod keeps it
                  Given a pod
                  Then it answers
            """;

    private static Run one() {
        return Run.of(ONE).must("NET-01");
    }

    @Test
    void whatIsLeftOnTheTargetIsSaidFirstAndNothingIsConformant() {
        Report report = one().ran(
                        0,
                        Run.Happened.thrown(Recorded.NOT_UNDONE, "the suite took host-2 away"),
                        passed(),
                        passed(),
                        observed(true))
                .ended(RunEnd.Ended.NOT_UNDONE)
                .report();

        assertThat(report.errors()).containsExactly("A pod is reached at its address: the suite took host-2 away");
        assertThat(report.conformance()).isEqualTo(Conformance.INCONCLUSIVE);
        assertThat(report.requirements().get(0).outcome()).isEqualTo(Outcome.CANT_TELL);
    }

    @Test
    void whatIsLeftOnTheTargetIsSaidWhateverElseWentWrong() {
        Report report = one().ran(
                        0,
                        Run.Happened.thrown(Recorded.NOT_UNDONE, "the suite took host-2 away"),
                        passed(),
                        passed(),
                        notMet("it does not answer"))
                .report();

        assertThat(report.requirements().get(0).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.requirements().get(0).reason()).contains("it does not answer");
        assertThat(report.errors()).containsExactly("A pod is reached at its address: the suite took host-2 away");
    }

    @Test
    void aComparisonThatHeldPasses() {
        Report report =
                one().ran(0, passed(), passed(), passed(), observed(true)).report();

        RequirementResult result = report.byId().get("NET-01");
        assertThat(result.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(result.reason()).isEmpty();
        assertThat(result.observationCount()).isEqualTo(1);
        assertThat(result.scenarios().get(0).location()).isEqualTo("networking.feature:4");
        assertThat(report.verdicts()).containsEntry(Profile.PORTABLE, Conformance.CONFORMANT);
    }

    @Test
    void aComparisonThatDidNotHoldInAThenFails() {
        Report report = one().ran(0, passed(), passed(), passed(), notMet("expected a, observed b"))
                .report();

        RequirementResult result = report.byId().get("NET-01");
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.reason()).isEqualTo("expected a, observed b");
        assertThat(result.scenarios().get(0).examples().get(0).error()).isFalse();
        assertThat(report.verdicts()).containsEntry(Profile.PORTABLE, Conformance.NONCONFORMANT);
    }

    @Test
    void aGivenThatIsNotReachedDecidesNothing() {
        RequirementResult result = one().ran(0, passed(), notMet("the pod is still Pending"), skipped(), skipped())
                .result("NET-01");

        assertThat(result.outcome()).isEqualTo(Outcome.CANT_TELL);
        assertThat(result.reason()).isEqualTo("the pod is still Pending");
        assertThat(result.scenarios().get(0).examples().get(0).error()).isFalse();
    }

    @Test
    void aWhenThatIsNotReachedDecidesNothing() {
        RequirementResult result = one().ran(0, passed(), passed(), notMet("the call never returned"), skipped())
                .result("NET-01");

        assertThat(result.outcome()).isEqualTo(Outcome.CANT_TELL);
    }

    @Test
    void aMissingNeedIsNamedAndIsNotTheSuitesError() {
        Report report = one().ran(0, missingNeed("two-hosts"), skipped(), skipped(), skipped())
                .report();

        RequirementResult result = report.byId().get("NET-01");
        assertThat(result.outcome()).isEqualTo(Outcome.CANT_TELL);
        assertThat(result.reason()).isEqualTo("needs two-hosts: not here");
        assertThat(result.scenarios().get(0).examples().get(0).error()).isFalse();
        assertThat(report.verdicts()).containsEntry(Profile.PORTABLE, Conformance.INCONCLUSIVE);
    }

    @Test
    void anyOtherExceptionInAThenIsTheSuitesError() {
        RequirementResult result = one().ran(
                        0, passed(), passed(), passed(), thrown("java.io.IOException", "connection reset"))
                .result("NET-01");

        assertThat(result.outcome()).isEqualTo(Outcome.CANT_TELL);
        assertThat(result.reason()).contains("it answers").contains("connection reset");
        assertThat(result.scenarios().get(0).examples().get(0).error()).isTrue();
    }

    @Test
    void aStepWithoutADefinitionIsTheSuitesError() {
        RequirementResult result =
                one().ran(0, passed(), passed(), undefined(), skipped()).result("NET-01");

        assertThat(result.outcome()).isEqualTo(Outcome.CANT_TELL);
        assertThat(result.reason()).contains("another pod calls it");
        assertThat(result.scenarios().get(0).examples().get(0).error()).isTrue();
    }

    @Test
    void ambiguousAndPendingStepsAreTheSuitesErrors() {
        assertThat(example(one().ran(0, passed(), ambiguous(), skipped(), skipped()))
                        .error())
                .isTrue();
        assertThat(example(one().ran(0, passed(), pending(), skipped(), skipped()))
                        .error())
                .isTrue();
    }

    @Test
    void aSkipThatNamesNoNeedIsTheSuitesErrorAndNoPass() {
        Example example = example(one().ran(0, aborted("no reason"), skipped(), skipped(), skipped()));

        assertThat(example.outcome()).isEqualTo(Outcome.CANT_TELL);
        assertThat(example.error()).isTrue();
    }

    @Test
    void aScenarioThatObservedNothingDoesNotPass() {
        Example example = example(one().ran(0, passed(), passed(), passed(), passed()));

        assertThat(example.outcome()).isEqualTo(Outcome.CANT_TELL);
        assertThat(example.reason()).isEqualTo("Nothing was observed");
    }

    @Test
    void whatAGivenComparesIsNoObservation() {
        Example example = example(one().ran(0, passed(), observed(true), passed(), passed()));

        assertThat(example.outcome()).isEqualTo(Outcome.CANT_TELL);
        assertThat(example.reason()).isEqualTo("Nothing was observed");
    }

    @Test
    void aScenarioWithoutStepsDoesNotPass() {
        // Gherkin makes an example without steps of it.
        Run run = Run.of("""
                Feature: Networking
                  @NET-01
                  Rule: A pod has an address
                    Scenario: Nothing happens
                """).must("NET-01");

        assertThat(example(run.ran(0, passed())).outcome()).isEqualTo(Outcome.CANT_TELL);
    }

    @Test
    void anObservationThatIsNotMetCannotPassUnnoticed() {
        Example example = example(one().ran(0, passed(), passed(), passed(), observed(false)));

        assertThat(example.outcome()).isEqualTo(Outcome.CANT_TELL);
        assertThat(example.error()).isTrue();
        assertThat(example.reason()).contains("its address");
    }

    @Test
    void aMatrixCountsOneObservationPerCell() {
        Matrix matrix = new Matrix("who saw whom", List.of(cell("a", "b", true), cell("b", "a", true)));
        Example example = example(one().ran(0, passed(), passed(), passed(), passed().with(Recorded.MATRIX, matrix)));

        assertThat(example.outcome()).isEqualTo(Outcome.PASSED);
        assertThat(example.observationCount()).isEqualTo(2);
    }

    @Test
    void aMatrixWithoutCellsIsNoObservation() {
        Example example = example(one().ran(
                        0,
                        passed(),
                        passed(),
                        passed(),
                        passed().with(Recorded.MATRIX, new Matrix("empty", List.of()))));

        assertThat(example.outcome()).isEqualTo(Outcome.CANT_TELL);
    }

    @Test
    void aMatrixWithAnUnmetCellCannotPassUnnoticed() {
        Matrix matrix = new Matrix("who saw whom", List.of(cell("a", "b", true), cell("b", "a", false)));
        Example example = example(one().ran(0, passed(), passed(), passed(), passed().with(Recorded.MATRIX, matrix)));

        assertThat(example.outcome()).isEqualTo(Outcome.CANT_TELL);
        assertThat(example.error()).isTrue();
    }

    @Test
    void anObservationThatCannotBeReadIsTheSuitesError() {
        Example example =
                example(one().ran(0, passed(), passed(), passed(), passed().withRaw(Recorded.OBSERVATION, "no JSON")));

        assertThat(example.outcome()).isEqualTo(Outcome.CANT_TELL);
        assertThat(example.error()).isTrue();
    }

    @Test
    void aFailureOutweighsAHookThatBreaksBesideIt() {
        Example example = example(one().ran(
                        0, thrown("java.lang.IllegalStateException", "broken"), passed(), passed(), notMet("not met")));

        assertThat(example.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(example.reason()).isEqualTo("not met");
    }

    @Test
    void aHookThatBreaksAloneIsTheSuitesError() {
        Example example = example(one().ran(0, notMet("the namespace stays"), passed(), passed(), observed(true)));

        assertThat(example.outcome()).isEqualTo(Outcome.CANT_TELL);
        assertThat(example.error()).isTrue();
    }

    @Test
    void onlyTheLastAttemptCounts() {
        Run run = one().retried(0, passed(), passed(), notMet("flaky")).ranAgain(0, passed(), passed(), observed(true));

        assertThat(run.result("NET-01").outcome()).isEqualTo(Outcome.PASSED);
    }

    @Test
    void aScenarioIsAsBadAsItsWorstExample() {
        Run run = Run.of(OUTLINE)
                .must("NET-01")
                .ran(0, passed(), passed(), observed(true))
                .ran(1, missingNeed("dns"), skipped(), skipped())
                .ran(2, passed(), passed(), observed(true));

        List<ScenarioResult> scenarios = run.result("NET-01").scenarios();
        assertThat(scenarios).extracting(ScenarioResult::outcome).containsExactly(Outcome.CANT_TELL, Outcome.PASSED);
        assertThat(scenarios.get(0).name()).isEqualTo("<kind> pods are reached");
        assertThat(scenarios.get(0).examples())
                .extracting(Example::name)
                .containsExactly("one pods are reached", "two pods are reached");
        assertThat(run.result("NET-01").outcome()).isEqualTo(Outcome.CANT_TELL);
    }

    @Test
    void worstComesFirst() {
        assertThat(Outcome.worst(List.of(Outcome.PASSED, Outcome.CANT_TELL, Outcome.FAILED, Outcome.UNTESTED)))
                .isEqualTo(Outcome.FAILED);
        assertThat(Outcome.worst(List.of(Outcome.PASSED, Outcome.CANT_TELL, Outcome.UNTESTED)))
                .isEqualTo(Outcome.CANT_TELL);
        assertThat(Outcome.worst(List.of(Outcome.PASSED, Outcome.UNTESTED))).isEqualTo(Outcome.UNTESTED);
        assertThat(Outcome.worst(List.of())).isEqualTo(Outcome.UNTESTED);
    }

    @Test
    void aRequirementWithoutAScenarioIsUntested() {
        Report report = one().must("NET-02")
                .ran(0, passed(), passed(), passed(), observed(true))
                .report();

        assertThat(report.byId().get("NET-02").outcome()).isEqualTo(Outcome.UNTESTED);
        assertThat(report.byId().get("NET-02").reason()).contains("no scenario");
        assertThat(report.verdicts()).containsEntry(Profile.PORTABLE, Conformance.INCONCLUSIVE);
    }

    @ParameterizedTest
    @EnumSource(
            value = RunEnd.Ended.class,
            names = {"COMPLETED", "KILLED"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatDidNotStartIsUntestedAndSaysWhy(RunEnd.Ended ended) {
        RequirementResult result = Run.of(OUTLINE)
                .must("NET-01")
                .ran(0, passed(), passed(), observed(true))
                .ended(ended)
                .result("NET-01");

        assertThat(result.outcome()).isEqualTo(Outcome.UNTESTED);
        assertThat(result.reason()).isEqualTo(ended.because());
    }

    @Test
    void aScenarioThatWasCutOffIsUntestedWhateverItSawSoFar() {
        RequirementResult result = one().startedOnly(0, passed(), passed(), notMet("the API went away"))
                .ended(RunEnd.Ended.INTERRUPTED)
                .result("NET-01");

        assertThat(result.outcome()).isEqualTo(Outcome.UNTESTED);
    }

    @Test
    void aRecordWithoutAnEndIsOfAKilledRun() {
        Report report = one().killed().report();

        assertThat(report.end().interrupted()).isTrue();
        assertThat(report.byId().get("NET-01").reason()).contains("killed");
        assertThat(report.verdicts()).containsEntry(Profile.PORTABLE, Conformance.INCONCLUSIVE);
    }

    @Test
    void anExampleThatWasPlannedAndNeverSeenKeepsARequirementFromPassing() {
        RequirementResult result = one().planned("NET-01", 2)
                .ran(0, passed(), passed(), passed(), observed(true))
                .result("NET-01");

        assertThat(result.outcome()).isEqualTo(Outcome.UNTESTED);
        assertThat(result.reason()).startsWith("1 of 2 examples ran");
    }

    @Test
    void whatIsOutsideTheChosenProfilesIsInapplicable() {
        Report report = one().requirement("DKR-01", Level.MUST, Profile.DOCKER)
                .ran(0, passed(), passed(), passed(), observed(true))
                .report();

        assertThat(report.byId().get("DKR-01").outcome()).isEqualTo(Outcome.INAPPLICABLE);
        assertThat(report.byId().get("DKR-01").reason()).contains("docker");
        assertThat(report.verdicts()).containsOnlyKeys(Profile.PORTABLE);
        assertThat(report.verdicts()).containsEntry(Profile.PORTABLE, Conformance.CONFORMANT);
    }

    @Test
    void whatWasNotSelectedIsUntested() {
        Report report = one().must("NET-02")
                .select("NET-01")
                .ran(0, passed(), passed(), passed(), observed(true))
                .report();

        assertThat(report.byId().get("NET-02").reason()).isEqualTo("it was not selected");
        assertThat(report.judged()).extracting(RequirementResult::id).containsExactly("NET-01");
    }

    @Test
    void aShouldThatFailsIsAWarning() {
        Report report = Run.of(OUTLINE.replace("@NET-01", "@NET-02") + """
                          @NET-01
                          Rule: Another
                            Scenario: It works
                              Then it works
                        """)
                .must("NET-01")
                .requirement("NET-02", Level.SHOULD, Profile.PORTABLE)
                .ran(0, passed(), passed(), notMet("not met"))
                .ran(3, passed(), observed(true))
                .report();

        assertThat(report.byId().get("NET-02").warning()).isTrue();
        assertThat(report.verdicts()).containsEntry(Profile.PORTABLE, Conformance.CONFORMANT);
    }

    @Test
    void aProfileWithoutAnyRequirementIsNotConformant() {
        Report report = one().profiles(Profile.PORTABLE, Profile.HOSTS)
                .ran(0, passed(), passed(), passed(), observed(true))
                .report();

        assertThat(report.verdicts()).containsEntry(Profile.HOSTS, Conformance.INCONCLUSIVE);
    }

    @Test
    void aScenarioThatNoRequirementClaimsIsAnErrorOfTheSuite() {
        Report report = Run.of(ONE).must("NET-02").report();

        assertThat(report.errors()).singleElement().asString().contains("A pod is reached at its address");
    }

    @Test
    void aRecordOfSomethingElseIsRefused() {
        List<Envelope> messages = one().messages();

        assertThatThrownBy(() -> Verdict.of(List.of(), messages.subList(1, messages.size())))
                .isInstanceOf(RecordUnreadable.class);
    }

    @Test
    void theSameRecordGivesTheSameReport() {
        Run run = one().ran(0, passed(), passed(), passed(), observed(true));
        List<Envelope> messages = run.messages();

        assertThat(Verdict.of(run.requirements(), messages)).isEqualTo(Verdict.of(run.requirements(), messages));
    }

    private static Cell cell(String from, String to, boolean met) {
        return new Cell(from, "host-1", "10.244.1.2", to, "host-2", "10.244.2.2", "TCP 8080", "10.244.1.2", "x", met);
    }

    private static Example example(Run run) {
        return run.result("NET-01").scenarios().get(0).examples().get(0);
    }

    @Test
    void whatTheOverlayDeclaresInapplicableSaysWhyAndKeepsNothingFromBeingConformant() {
        Report report = one().must("NET-02")
                .inapplicable("NET-02", "not this overlay's business")
                .ran(0, passed(), passed(), passed(), observed(true))
                .report();

        RequirementResult result = report.byId().get("NET-02");
        assertThat(result.outcome()).isEqualTo(Outcome.INAPPLICABLE);
        assertThat(result.reason()).isEqualTo("not this overlay's business");
        assertThat(report.verdicts()).containsEntry(Profile.PORTABLE, Conformance.CONFORMANT);
        assertThat(report.asked()).extracting(RequirementResult::id).containsExactly("NET-01", "NET-02");
        assertThat(report.judged()).extracting(RequirementResult::id).containsExactly("NET-01");
    }

    @Test
    void anOverlayThatDeclaresEverythingInapplicableIsConformantWithNothing() {
        Report report =
                one().inapplicable("NET-01", "not this overlay's business").report();

        assertThat(report.verdicts()).containsEntry(Profile.PORTABLE, Conformance.INCONCLUSIVE);
    }

    @Test
    void aFailureOfWhatIsApplicableStands() {
        Report report = one().must("NET-02")
                .inapplicable("NET-02", "not this overlay's business")
                .ran(0, passed(), passed(), passed(), notMet("expected a, observed b"))
                .report();

        assertThat(report.verdicts()).containsEntry(Profile.PORTABLE, Conformance.NONCONFORMANT);
    }

    @Test
    void whatWasNotRunAtAllSaysWhyEverywhere() {
        Report report = one().notRun("this machine's kernel has no VXLAN").report();

        assertThat(report.byId().get("NET-01").outcome()).isEqualTo(Outcome.UNTESTED);
        assertThat(report.byId().get("NET-01").reason()).isEqualTo("this machine's kernel has no VXLAN");
        assertThat(report.verdicts()).containsEntry(Profile.PORTABLE, Conformance.INCONCLUSIVE);
    }

    @Test
    void whatWasFoundOutWhileScenariosRanCompletesWhatWasKnownAtTheStart() {
        Run run = one().ran(0, passed(), passed(), passed(), observed(true));
        List<Envelope> messages = new ArrayList<>(run.messages());
        messages.add(Envelope.of(Attachments.of(
                Recorded.SINCE,
                new RunSince(
                        Map.of("image-etcd", true, "bare hosts: two-hosts", "only one"),
                        List.of(new RunStart.Host("bare-7", "172.18.0.77", ""))))));

        RunStart before = run.report().start();
        RunStart start = Verdict.of(run.requirements(), messages).start();

        assertThat(start.offers())
                .containsAllEntriesOf(before.offers())
                .containsEntry("image-etcd", true)
                .containsEntry("bare hosts: two-hosts", "only one");
        assertThat(start.topology().address("bare-7")).isEqualTo("172.18.0.77");
        assertThat(start.topology().hosts()).isEqualTo(before.topology().hosts());
        assertThat(start.planned()).isEqualTo(before.planned());
    }
}
