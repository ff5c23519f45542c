package dev.podproof.report.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.report.verdict.Compared;
import dev.podproof.report.verdict.Compared.Change;
import dev.podproof.report.verdict.Outcome;
import dev.podproof.report.verdict.Published;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparedTest {
    @TempDir
    Path folder;

    private static Published report(String label, String ended, Map<String, Outcome> outcomes) {
        Map<String, Published.Result> results = new TreeMap<>();
        outcomes.forEach((id, outcome) -> results.put(
                id, new Published.Result(id.startsWith("DNS") ? "SHOULD" : "MUST", "what " + id + " says", outcome)));
        return new Published(
                label,
                "cluster " + label,
                "1",
                "sha256:1",
                "2026-11-30T12:00:00.123Z",
                ended,
                Map.of("portable", "conformant"),
                new TreeMap<>(results));
    }

    private static Published report(Map<String, Outcome> outcomes) {
        return report("one", "completed", outcomes);
    }

    @ParameterizedTest
    @CsvSource({
        "PASSED, FAILED, BROKEN, 1",
        "CANT_TELL, FAILED, BROKEN, 1",
        "PASSED, CANT_TELL, UNDECIDED, 3",
        "PASSED, UNTESTED, UNDECIDED, 3",
        "FAILED, PASSED, MENDED, 0",
        "UNTESTED, PASSED, MENDED, 0",
        "FAILED, CANT_TELL, OTHER, 0",
        "FAILED, FAILED, NONE, 0",
        "PASSED, PASSED, NONE, 0"
    })
    void whatChangedDecidesTheExitCode(Outcome before, Outcome after, Change change, int code) {
        Compared compared = Compared.of(List.of(report(Map.of("NET-01", before)), report(Map.of("NET-01", after))));

        assertThat(compared.rows()).extracting(Compared.Row::change).containsExactly(change);
        assertThat(compared.exitCode()).isEqualTo(code);
    }

    @Test
    void whatDiffersComesFirstTheWorstOfItAndMustsBeforeTheRest() {
        Compared compared = Compared.of(List.of(
                report(Map.of(
                        "DNS-01", Outcome.PASSED,
                        "NET-01", Outcome.PASSED,
                        "NET-02", Outcome.FAILED,
                        "NET-03", Outcome.PASSED,
                        "NET-04", Outcome.PASSED)),
                report(Map.of(
                        "DNS-01", Outcome.FAILED,
                        "NET-01", Outcome.PASSED,
                        "NET-02", Outcome.PASSED,
                        "NET-03", Outcome.FAILED)),
                report(Map.of("NET-01", Outcome.CANT_TELL, "NET-02", Outcome.FAILED))));

        assertThat(compared.rows())
                .extracting(Compared.Row::id)
                .as("NET-04 was asked of one alone")
                .containsExactly("NET-03", "DNS-01", "NET-01", "NET-02");
        assertThat(compared.rows().get(0).outcomes())
                .containsExactly(Optional.of(Outcome.PASSED), Optional.of(Outcome.FAILED), Optional.empty());
        assertThat(ComparedFiles.lines(compared)).endsWith("2 broken, 1 no longer decided, 1 mended, 0 the same");
    }

    @Test
    void aRunThatWasCutShortOrComparesNothingIsNoGoodNews() {
        Published whole = report(Map.of("NET-01", Outcome.PASSED));
        Compared cut = Compared.of(List.of(whole, report("two", "killed", Map.of("NET-01", Outcome.PASSED))));
        Compared nothing = Compared.of(List.of(whole, report(Map.of("NET-02", Outcome.PASSED))));

        assertThat(cut.exitCode()).isEqualTo(3);
        assertThat(ComparedFiles.lines(cut)).contains("Run B did not come to its end (killed).");
        assertThat(nothing.exitCode()).isEqualTo(3);
        assertThat(ComparedFiles.lines(nothing)).anyMatch(line -> line.contains("nothing to compare"));
    }

    @Test
    void aReportThatWasWrittenIsReadWithoutWhatWasNotAsked() throws IOException {
        ReportFiles.write(Sample.report(), folder);

        Published read = PublishedFiles.read(folder);

        assertThat(read.results().values())
                .extracting(Published.Result::outcome)
                .contains(Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL);
        assertThat(read.results().values())
                .extracting(Published.Result::outcome)
                .doesNotContain(Outcome.INAPPLICABLE);
        assertThat(PublishedFiles.read(folder.resolve(ReportFiles.REPORT)).results())
                .isEqualTo(read.results());
        assertThat(Compared.of(List.of(read, read)).different()).isEmpty();
    }

    @Test
    void whatAReportSaysIsNoMarkup() throws IOException {
        Published hostile = report(Sample.HOSTILE, "completed", Map.of("NET-01", Outcome.FAILED));

        ComparedFiles.write(Compared.of(List.of(report(Map.of("NET-01", Outcome.PASSED)), hostile)), folder);

        assertThat(folder.resolve(ComparedFiles.PAGE))
                .content()
                .doesNotContain("<script")
                .contains("&lt;script&gt;alert", "1 broken");
        assertThat(folder.resolve("compare.md")).content().contains("| NET-01 (MUST) | passed | failed | broken |");
        assertThat(folder.resolve("compare.yaml")).content().contains("change: \"broken\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{apiVersion: podproof.dev/v2, kind: ConformanceReport} | this podproof reads podproof.dev/v1",
                "{apiVersion: podproof.dev/v1, kind: ConformanceReport} | does not follow its schema",
                "{apiVersion: podproof.dev/v1, kind: ConformanceColumns} | name the folders below it",
                "'{apiVersion: [' | is no report"
            })
    void aFileThatIsNoReportOfOursIsRefused(String text, String said) throws IOException {
        Path file = Files.writeString(folder.resolve("report.yaml"), text);

        assertThatThrownBy(() -> PublishedFiles.read(folder))
                .isInstanceOf(ReportInvalid.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(said);
    }

    @Test
    void aFileThatIsMuchTooLargeIsNotRead() throws IOException {
        Path file = folder.resolve("report.yaml");
        try (var huge = new java.io.RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(PublishedFiles.MOST_CHARACTERS + 1L);
        }

        assertThatThrownBy(() -> PublishedFiles.read(file)).hasMessageContaining("16 MiB");
        assertThatThrownBy(() -> PublishedFiles.read(folder.resolve("nowhere"))).hasMessageContaining("There is no");
    }
}
