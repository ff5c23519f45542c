package dev.podproof.report.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.features.Rules;
import dev.podproof.report.verdict.KillMatrix;
import dev.podproof.report.verdict.KillMatrix.Fate;
import dev.podproof.report.verdict.KillMatrix.Row;
import dev.podproof.report.verdict.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillMatrixTest {
    private static final Rules RULES = Rules.load();
    private static final KillMatrix EMPTY = new KillMatrix("sha256:1", false, Optional.empty(), List.of(), 9);
    private static final Row HEALTHY = row(Row.HEALTHY, List.of(), Map.of("NET-02", Outcome.PASSED));
    private static final Row KILLED = row("lost", List.of("NET-02"), Map.of("NET-02", Outcome.FAILED));

    @TempDir
    Path folder;

    private static Row row(String fault, List<String> named, Map<String, Outcome> outcomes) {
        return new Row(
                fault, named, List.of("SVC-07"), new TreeMap<>(outcomes), RULES.digest(outcomes.keySet()), 12, "");
    }

    @Test
    void aFaultIsKilledWhenEveryRequirementThatItViolatesFailed() {
        assertThat(KILLED.fate()).isEqualTo(Fate.KILLED);
        assertThat(row("lost", List.of("NET-02", "NET-15"), Map.of("NET-02", Outcome.FAILED, "NET-15", Outcome.PASSED)))
                .returns(Fate.SURVIVED, Row::fate)
                .returns(Map.of("NET-15", Outcome.PASSED), Row::missed);
    }

    @Test
    void whatCannotBeDecidedAndWhatWasNotTestedIsNotKilled() {
        assertThat(row("lost", List.of("NET-02"), Map.of("NET-02", Outcome.CANT_TELL))
                        .fate())
                .isEqualTo(Fate.SURVIVED);
        assertThat(row("lost", List.of("NET-02"), Map.of()).fate()).isEqualTo(Fate.SURVIVED);
        assertThat(new Row("lost", List.of(), List.of(), new TreeMap<>(), "", 1, "no cluster").fate())
                .isEqualTo(Fate.NOT_RUN);
    }

    @Test
    void whatFailsThoughItIsNotViolatedIsUnexpectedUnlessItCannotButFail() {
        Row disturbing = row(
                "lost",
                List.of("NET-02"),
                Map.of(
                        "NET-02",
                        Outcome.FAILED,
                        "NET-03",
                        Outcome.FAILED,
                        "SVC-07",
                        Outcome.FAILED,
                        "SVC-01",
                        Outcome.PASSED));

        assertThat(disturbing.unexpected()).containsOnly(Map.entry("NET-03", Outcome.FAILED));
        assertThat(EMPTY.with(HEALTHY).with(disturbing).flawless()).isFalse();
        assertThat(EMPTY.with(HEALTHY).with(KILLED).flawless()).isTrue();
    }

    @Test
    void aMatrixWithoutAHealthyClusterProvesNothing() {
        assertThat(EMPTY.with(KILLED).flawless()).isFalse();
        assertThat(EMPTY.with(row(Row.HEALTHY, List.of(), Map.of("NET-02", Outcome.FAILED)))
                        .with(KILLED)
                        .flawless())
                .isFalse();
    }

    @Test
    void itGoesOnWithWhatIsMissing() {
        KillMatrix matrix = EMPTY.with(HEALTHY).with(KILLED);

        assertThat(matrix.covers("lost", List.of("NET-02"))).isTrue();
        assertThat(matrix.covers("lost", List.of("NET-02", "NET-15"))).isFalse();
        assertThat(matrix.covers("other", List.of("NET-02"))).isFalse();
        assertThat(matrix.covers(Row.HEALTHY, List.of("NET-02"))).isTrue();
        assertThat(matrix.with(new Row("lost", List.of("NET-02"), List.of(), new TreeMap<>(), "", 1, "interrupted")))
                .matches(again -> !again.covers("lost", List.of()))
                .returns(1, again -> again.rows().size());
    }

    @Test
    void aLaterSuiteKeepsWhatWasHeldAgainstTheVerySameScenarios() {
        Row changed = new Row(
                "changed",
                List.of("POD-06"),
                List.of(),
                new TreeMap<>(Map.of("POD-06", Outcome.FAILED)),
                "sha256:1",
                9,
                "");

        KillMatrix later = EMPTY.with(HEALTHY).with(KILLED).with(changed).carriedOver("sha256:2", RULES);

        assertThat(later).isEqualTo(new KillMatrix("sha256:2", false, Optional.of(HEALTHY), List.of(KILLED), 9));
    }

    @Test
    void itIsReadAsItWasWrittenAndShownToPeople() throws IOException {
        KillMatrix matrix = EMPTY.with(HEALTHY)
                .with(KILLED)
                .with(row("kept", List.of("POD-06"), Map.of("POD-06", Outcome.CANT_TELL, "SVC-07", Outcome.FAILED)));

        KillMatrixFiles.write(matrix, folder);

        assertThat(KillMatrixFiles.read(folder)).contains(matrix);
        assertThat(matrix.score()).isEqualTo("1 of 2 killed, 1 survived, 0 not run; 9 not injectable");
        assertThat(folder.resolve(KillMatrixFiles.PAGE))
                .content()
                .contains(matrix.score())
                .contains("class=\"killed\" title=\"lost: NET-02 failed\"")
                .contains("class=\"missed\" title=\"kept: POD-06 cantTell\"")
                .contains("class=\"side\" title=\"kept: SVC-07 failed\"");
        assertThat(folder.resolve(KillMatrixFiles.MARKDOWN))
                .content()
                .contains("| kept | survived | 12 s | POD-06 is violated and cantTell |");
    }

    @Test
    void anotherFileIsNoMatrix() throws IOException {
        Files.writeString(folder.resolve(KillMatrixFiles.YAML), "faults: [{outcomes: {NET-02: excellent}}]");

        assertThatThrownBy(() -> KillMatrixFiles.read(folder))
                .isInstanceOf(ReportInvalid.class)
                .hasMessageContaining("excellent");
        assertThat(KillMatrixFiles.read(folder.resolve("nowhere"))).isEmpty();
    }

    @Test
    void theScoreOfAnotherSuiteIsNotQuoted() {
        assertThat(KillMatrixFiles.scoreOf("sha256:of-nobody")).isEqualTo("not measured");
    }
}
