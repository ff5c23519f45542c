package dev.podproof.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class RulesTest {
    private final Rules rules = Rules.load();

    @Test
    void everyRequirementHasItsRule() {
        assertThat(Specification.load().requirements())
                .isNotEmpty()
                .allSatisfy(requirement -> assertThat(rules.gherkin(requirement.id()))
                        .startsWith("  @" + requirement.id())
                        .contains("Scenario")
                        .containsOnlyOnce("\n  Rule:"));
        assertThat(rules.gherkin("NET-99")).isEmpty();
    }

    @Test
    void aRuleHasTheTagsOfItsFeatureAndOfItsScenarios() {
        assertThat(rules.tags("DKR-03")).containsExactly("@DKR-03", "@bare-hosts");
        assertThat(rules.tags("NET-14")).containsExactly("@NET-14", "@disruptive", "@host-list");
        assertThat(rules.tags("NET-01")).containsExactly("@NET-01");
    }

    @Test
    void nothingThatIsTestedStandsOutsideOfRules() {
        SortedMap<String, byte[]> features = Specification.featureFiles();

        assertThat(features).isNotEmpty().allSatisfy((name, text) -> {
            String gherkin = new String(text, StandardCharsets.UTF_8);
            assertThat(gherkin).doesNotContain("Background:");
            assertThat(gherkin.substring(0, gherkin.indexOf("\n  Rule:"))).doesNotContain("Scenario");
        });
    }

    @Test
    void theOrderOfRequirementsDoesNotCountAndEachOfThemDoes() {
        assertThat(rules.digest(List.of("NET-01", "POD-05")))
                .isEqualTo(rules.digest(List.of("POD-05", "NET-01")))
                .isNotEqualTo(rules.digest(List.of("NET-01")))
                .isNotEqualTo(rules.digest(List.of("NET-01", "POD-99")))
                .startsWith("sha256:");
    }
}
