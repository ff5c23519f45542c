package dev.podproof.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompletenessTest {
    private static final Requirement ADDRESS = requirement("NET-01");
    private static final Set<String> ADVISED = Set.of("NET-01", "NET-02");
    private static final Statement COVERED =
            new Statement("NW-1", "Networking", "s", List.of("NET-01"), Optional.empty());
    private static final String OPENING = "Feature: Addresses\n  What it is. Why it matters.\n";
    private static final String STEPS = "      Given a\n      When b\n      Then c\n";
    private static final String SOUND = OPENING + "  @NET-01\n  Rule: r\n    Scenario: s\n" + STEPS;

    @Test
    void nothingIsFoundInASoundSpecification() {
        assertThat(problems(List.of(COVERED), List.of(ADDRESS), SOUND, Set.of()))
                .isEmpty();
    }

    @Test
    void aStatementWithNeitherRequirementNorExclusionIsFound() {
        Statement forgotten = new Statement("NW-2", "Networking", "s", List.of(), Optional.empty());
        assertThat(problems(List.of(COVERED, forgotten), List.of(ADDRESS), SOUND, Set.of()))
                .containsExactly("statement NW-2 needs either requirements or a reason for its exclusion");
    }

    @Test
    void aStatementThatNamesAnUnknownRequirementIsFound() {
        Statement mistaken = new Statement("NW-2", "Networking", "s", List.of("NET-99"), Optional.empty());
        assertThat(problems(List.of(COVERED, mistaken), List.of(ADDRESS), SOUND, Set.of()))
                .containsExactly("statement NW-2 names NET-99, which is no requirement");
    }

    @Test
    void aRequirementThatNoStatementNamesIsFound() {
        assertThat(problems(List.of(COVERED), List.of(ADDRESS, requirement("NET-02")), SOUND, Set.of("NET-02")))
                .containsExactly("requirement NET-02 is named by no statement");
    }

    @Test
    void aRequirementWithoutAScenarioIsFoundUnlessItIsPending() {
        assertThat(problems(List.of(COVERED), List.of(ADDRESS), OPENING, Set.of()))
                .containsExactly("requirement NET-01 has no scenario");
        assertThat(problems(List.of(COVERED), List.of(ADDRESS), OPENING, Set.of("NET-01")))
                .isEmpty();
    }

    @Test
    void aPendingRequirementThatHasAScenarioIsFound() {
        assertThat(problems(List.of(COVERED), List.of(ADDRESS), SOUND, Set.of("NET-01")))
                .containsExactly("requirement NET-01 has a scenario and is still listed as pending");
    }

    @Test
    void aTestedRequirementWithoutAdviceIsFound() {
        Statement covered = new Statement("VL-1", "Volumes", "s", List.of("VOL-01"), Optional.empty());
        assertThat(problems(
                        List.of(covered), List.of(requirement("VOL-01")), SOUND.replace("NET-01", "VOL-01"), Set.of()))
                .containsExactly("requirement VOL-01 has scenarios and no advice for the reader of a failure");
    }

    @Test
    void aRuleWithoutARequirementIsFound() {
        assertThat(problems(List.of(COVERED), List.of(ADDRESS), SOUND.replace("  @NET-01\n", ""), Set.of("NET-01")))
                .contains("x.feature: rule 'r' has [] instead of the ID of one requirement");
    }

    @Test
    void aRuleForAnUnknownRequirementIsFound() {
        assertThat(problems(List.of(COVERED), List.of(ADDRESS), SOUND.replace("NET-01", "NET-77"), Set.of("NET-01")))
                .containsExactly("x.feature has a rule for NET-77, which is no requirement");
    }

    @Test
    void aRuleWithoutAScenarioIsFound() {
        assertThat(problems(List.of(COVERED), List.of(ADDRESS), OPENING + "  @NET-01\n  Rule: r\n", Set.of("NET-01")))
                .containsExactly("x.feature: the rule for NET-01 has no scenario");
    }

    @Test
    void aScenarioOutsideEveryRuleIsFound() {
        String stray = OPENING + "  Scenario: stray\n" + STEPS + "  @NET-01\n  Rule: r\n    Scenario: s\n" + STEPS;
        assertThat(problems(List.of(COVERED), List.of(ADDRESS), stray, Set.of()))
                .containsExactly("x.feature: scenario 'stray' stands under no rule, so it has no requirement");
    }

    @Test
    void aFeatureThatDoesNotSayWhatAndWhyIsFound() {
        assertThat(problems(List.of(COVERED), List.of(ADDRESS), SOUND.replace(" Why it matters.", ""), Set.of()))
                .containsExactly("x.feature: opens with 1 sentences on what and why, not with two or three");
    }

    @Test
    void aScenarioThatIsTooShortToMeanAnythingIsFound() {
        assertThat(problems(List.of(COVERED), List.of(ADDRESS), SOUND.replace("      When b\n", ""), Set.of()))
                .containsExactly("x.feature: scenario 's' has 2 steps");
    }

    private static List<String> problems(
            List<Statement> statements, List<Requirement> requirements, String feature, Set<String> pending) {
        FeatureFile file = FeatureFile.parse("x.feature", feature.getBytes(StandardCharsets.UTF_8));
        return new Completeness(
                        new Specification(statements, requirements, "sha256:0"), List.of(file), pending, ADVISED)
                .problems();
    }

    private static Requirement requirement(String id) {
        return new Requirement(
                id, Level.MUST, Basis.STATED, Profile.PORTABLE, "Networking", List.of(), "statement", "");
    }
}
