package dev.podproof.report.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.features.Level;
import dev.podproof.features.Profile;
import dev.podproof.features.Requirement;
import dev.podproof.features.Specification;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static final List<Requirement> ALL = Specification.load().requirements();
    private static final List<Profile> EVERY_PROFILE = List.of(Profile.values());

    private static Selection select(List<String> profiles, List<String> ids, List<String> sections) {
        return Selection.of(ALL, EVERY_PROFILE, profiles, ids, sections);
    }

    @Test
    void withoutWishesEverythingInTheTargetsProfilesIsDecided() {
        assertThat(select(List.of(), List.of(), List.of())).isEqualTo(Selection.all(EVERY_PROFILE));
    }

    @Test
    void requirementsAreFoundWhateverTheirCase() {
        assertThat(select(List.of(), List.of("net-03", "NET-02"), List.of()).requirements())
                .contains(List.of("NET-02", "NET-03"));
    }

    @Test
    void aSectionIsAllOfItsRequirementsInTheChosenProfiles() {
        Selection selection = select(List.of("portable"), List.of(), List.of("volumes"));

        assertThat(selection.requirements().orElseThrow())
                .contains("VOL-02")
                .allSatisfy(id -> assertThat(ALL)
                        .anySatisfy(r -> assertThat(r.id() + r.section() + r.profile())
                                .isEqualTo(id + "Volumes" + Profile.PORTABLE)));
    }

    @Test
    void anUnknownRequirementIsRefusedWithNearOnes() {
        assertThatThrownBy(() -> select(List.of(), List.of("NET-30"), List.of()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("NET-30")
                .hasMessageContaining("did you mean NET-10 or");
    }

    @Test
    void anUnknownSectionIsRefusedWithAllThatThereAre() {
        assertThatThrownBy(() -> select(List.of(), List.of(), List.of("Volume")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("did you mean Volumes?")
                .hasMessageContaining("Discovery");
    }

    @Test
    void anUnknownProfileIsRefusedWithAllThatThereAre() {
        assertThatThrownBy(() -> select(List.of("portabel"), List.of(), List.of()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("'portabel'")
                .hasMessageContaining("portable,original,hosts,docker");
    }

    @Test
    void aRequirementOutsideTheChosenProfilesIsRefusedAndSaysWhatToAdd() {
        assertThatThrownBy(() -> select(List.of("portable"), List.of("DKR-01"), List.of()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("--profile portable,docker");
    }

    @Test
    void aSelectionThatLeavesNothingIsRefused() {
        assertThatThrownBy(() -> select(List.of("portable"), List.of("NET-01"), List.of("Volumes")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("No requirement is left");
    }

    @Test
    void aFirstLookIsAtWhatEveryClusterMustDoAndSaysWhatItLeavesOut() {
        Selection quick = Selection.quick(ALL);

        assertThat(quick.chosen(ALL)).hasSizeGreaterThan(15).allSatisfy(requirement -> {
            assertThat(requirement.level()).isEqualTo(Level.MUST);
            assertThat(requirement.profile()).isEqualTo(Profile.PORTABLE);
        });
        assertThat(quick.without(ALL))
                .startsWith("a first look: " + quick.chosen(ALL).size() + " of 52 MUST of portable")
                .contains("the verdict stays open", "POD-07", "NET-02")
                .doesNotContain(quick.requirements().orElseThrow().get(0));
    }
}
