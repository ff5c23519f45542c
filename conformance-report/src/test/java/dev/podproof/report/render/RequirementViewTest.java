package dev.podproof.report.render;

import static dev.podproof.report.verdict.Run.Happened.observed;
import static dev.podproof.report.verdict.Run.Happened.passed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.features.Statement;
import dev.podproof.report.verdict.Report;
import dev.podproof.report.verdict.Run;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequirementViewTest {
    private static final String FEATURE = """
            Feature: Services
              @SVC-03
              Rule: It follows
                Scenario Outline: A pod that <change> receives nothing more
                  Given a service:
                    | port | <port> |
                  Then it is so
                  Examples:
                    | change     | port |
                    | fails      | 80   |
                    | isn't ready | 81   |
                Scenario: Twice
                  Then it is so
                Scenario: Twice
                  Then it is so
            """;

    private static RequirementView view() {
        Report report = Run.of(FEATURE)
                .must("SVC-03")
                .ran(0, passed(), passed(), observed(true))
                .ran(1, passed(), passed(), observed(true))
                .ran(2, passed(), observed(true))
                .ran(3, passed(), observed(true))
                .report();
        return RequirementView.of(
                report.requirements().get(0),
                List.of(
                        new Statement("OM-8", "Operating Model", "services", List.of("SVC-03"), Optional.empty()),
                        new Statement("OM-9", "Operating Model", "others", List.of("RC-01"), Optional.empty())),
                List.of());
    }

    @Test
    void anOutlineIsCalledByItsValues() {
        assertThat(view().scenarios().get(0).name()).isEqualTo("A pod that fails / isn't ready receives nothing more");
        assertThat(view().scenarios().get(0).examples())
                .extracting(RequirementView.ExampleView::name)
                .containsExactly(
                        "A pod that fails receives nothing more (port: 80)",
                        "A pod that isn't ready receives nothing more (port: 81)");
    }

    @Test
    void addressesAreMadeOfNamesAndNoneIsGivenTwice() {
        assertThat(view().scenarios())
                .extracting(RequirementView.ScenarioView::address)
                .containsExactly("SVC-03/a-pod-that-change-receives-nothing-more", "SVC-03/twice", "SVC-03/twice-2");
        assertThat(view().scenarios().get(0).examples())
                .extracting(RequirementView.ExampleView::address)
                .containsExactly(
                        "SVC-03/a-pod-that-change-receives-nothing-more/fails-80",
                        "SVC-03/a-pod-that-change-receives-nothing-more/isnt-ready-81");
    }

    @Test
    void stepsHaveTheirTables() {
        assertThat(view().scenarios().get(0).examples().get(1).example().steps())
                .anySatisfy(step -> assertThat(step.argument()).isEqualTo("| port | 81 |"));
    }

    @Test
    void itKnowsTheStatementsThatItComesFromAndItsFeature() {
        assertThat(view().statements()).extracting(Statement::id).containsExactly("OM-8");
        assertThat(view().scenarios())
                .allSatisfy(
                        scenario -> assertThat(scenario.feature()).isNotEmpty().doesNotContain(".feature"));
    }
}
