package dev.podproof.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class RuleDigestsTest {
    private final RuleDigests digests = RuleDigests.load();

    @Test
    void everyRequirementStandsForItsStatementAndItsRule() {
        assertThat(digests.texts().keySet())
                .containsExactlyInAnyOrderElementsOf(Specification.load().requirements().stream()
                        .map(Requirement::id)
                        .toList());
        assertThat(digests.texts())
                .allSatisfy((id, text) -> assertThat(text)
                        .contains("@" + id, "\n  Rule:", "Scenario")
                        .containsOnlyOnce("\n  Rule:"));
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
        assertThat(digests.of(List.of("NET-01", "POD-05")))
                .isEqualTo(digests.of(List.of("POD-05", "NET-01")))
                .isNotEqualTo(digests.of(List.of("NET-01")))
                .startsWith("sha256:");
    }
}
