package dev.podproof.report.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.features.Profile;
import dev.podproof.features.Requirement;
import dev.podproof.features.Specification;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworksPlanTest {
    private static final List<Requirement> SPECIFICATION = Specification.load().requirements();

    private static NetworksPlan plan(List<String> profiles, List<String> requirements, List<String> sections) {
        Selection chosen = Selection.of(SPECIFICATION, List.of(Profile.values()), profiles, requirements, sections);
        return NetworksPlan.of(SPECIFICATION, chosen, requirements);
    }

    @Test
    void overlaysAreAskedAboutNetworkingAndDockerAboutItself() {
        NetworksPlan plan = plan(List.of(), List.of(), List.of());

        assertThat(plan.overlays().orElseThrow().requirements().orElseThrow())
                .hasSize(16)
                .allMatch(id -> id.startsWith("NET-"));
        assertThat(plan.docker().orElseThrow().requirements().orElseThrow())
                .hasSize(9)
                .allMatch(id -> id.startsWith("DKR-"));
    }

    @Test
    void whatIsSelectedNarrowsBoth() {
        NetworksPlan plan = plan(List.of(), List.of("net-03", "DKR-04"), List.of());

        assertThat(plan.overlays().orElseThrow().requirements()).contains(List.of("NET-03"));
        assertThat(plan.docker().orElseThrow().requirements()).contains(List.of("DKR-04"));
    }

    @Test
    void aProfileThatIsNotChosenHasNoColumn() {
        assertThat(plan(List.of("portable"), List.of(), List.of()).docker()).isEmpty();
        assertThat(plan(List.of("docker"), List.of(), List.of()).overlays()).isEmpty();
        assertThat(plan(List.of(), List.of("NET-01"), List.of()).docker()).isEmpty();
    }

    @Test
    void aRequirementThatHasNothingToDoWithNetworkingIsRefusedByName() {
        assertThatThrownBy(() -> plan(List.of(), List.of("NET-01", "LBL-01"), List.of()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("LBL-01")
                .hasMessageContaining("--network all");
    }

    @Test
    void aSelectionThatLeavesNothingIsRefused() {
        assertThatThrownBy(() -> plan(List.of("portable"), List.of(), List.of("Volumes")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("--network all");
    }
}
