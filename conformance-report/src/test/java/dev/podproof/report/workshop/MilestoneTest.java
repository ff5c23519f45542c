package dev.podproof.report.workshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MilestoneTest {
    private static final List<String> HINTS = List.of("a nudge", "where", "how");

    @TempDir
    private Path folder;

    private List<Milestone> of(String yaml) throws IOException {
        Files.writeString(folder.resolve("milestones.yaml"), yaml);
        return Milestone.of(folder);
    }

    private static Milestone milestone(String command) {
        return new Milestone("Run", "It is so.", command, HINTS);
    }

    @Test
    void aFolderWithoutTheFileHasNone() {
        assertThat(Milestone.of(folder)).isEmpty();
    }

    @Test
    void theyAreReadInTheirOrder() throws IOException {
        assertThat(of("""
                - {after: Run, state: One., command: "true", hints: [a, b, c]}
                - {after: Break it, state: Two., command: "false", hints: [a, b, c]}
                """)).extracting(Milestone::state).containsExactly("One.", "Two.");
    }

    @Test
    void oneThatLacksSomethingOrSaysSomethingUnknownIsRefusedWithItsFile() {
        refuses("[{after: Run, state: One., command: 'true', hints: [a, b]}]", "3 'hints'");
        refuses("[{after: Run, state: One., hints: [a, b, c]}]", "'command'");
        refuses("[{after: Ran, state: One., command: 'true', hints: [a, b, c]}]", "'Ran' is no section");
        refuses("[{after: Run, state: One., command: 'true', hints: [a, b, c], when: now}]", "when");
        refuses("after: [", "milestones.yaml");
    }

    private void refuses(String yaml, String why) {
        assertThatThrownBy(() -> of(yaml))
                .isInstanceOf(PageInvalid.class)
                .hasMessageContaining("milestones.yaml:")
                .hasMessageContaining(why);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "workshops are done with bash")
    void itIsMetWhereItsCommandSucceeds() {
        Map<String, String> variables = Map.of("CLUSTER", "mine");

        assertThat(milestone("[ \"$CLUSTER\" = mine ]").isMet(folder, variables))
                .isTrue();
        assertThat(milestone("[ \"$CLUSTER\" = mine ] && [ 1 = 2 ]").isMet(folder, variables))
                .isFalse();
        assertThat(milestone("false\ntrue").isMet(folder, variables)).isFalse();
        assertThat(milestone("exit 3").isMet(folder, variables)).isFalse();
    }
}
