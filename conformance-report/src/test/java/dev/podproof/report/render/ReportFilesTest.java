package dev.podproof.report.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.podproof.report.verdict.ExitCode;
import dev.podproof.report.verdict.Report;
import dev.podproof.report.verdict.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ReportFilesTest {
    @TempDir
    Path folder;

    private String written(String name) throws IOException {
        ReportFiles.write(Sample.report(), folder);
        return Files.readString(folder.resolve(name));
    }

    private JsonNode yaml() throws IOException {
        return new YAMLMapper().readTree(written("report.yaml"));
    }

    @Test
    void theYamlKeepsTheContract() throws IOException {
        JsonNode report = yaml();

        assertThat(report.path("apiVersion").asText()).isEqualTo("podproof.dev/v1");
        assertThat(report.path("kind").asText()).isEqualTo("ConformanceReport");
        assertThat(report.path("verdicts").path("portable").asText()).isEqualTo("nonconformant");
        assertThat(report.path("verdicts").path("original").asText()).isEqualTo("inconclusive");
        assertThat(report.path("offers").path("two-hosts").asBoolean()).isTrue();
        assertThat(report.path("requirements")).hasSize(9);
        JsonNode failed = report.path("requirements").get(2);
        assertThat(failed.path("id").asText()).isEqualTo("NET-03");
        assertThat(failed.path("outcome").asText()).isEqualTo("failed");
        assertThat(failed.path("observations").asInt()).isEqualTo(12);
        assertThat(failed.path("untested").asText()).isEqualTo("Datagrams.");
        assertThat(report.path("requirements").get(0).has("untested")).isFalse();
        assertThat(failed.path("evidence").asText()).isEqualTo("evidence/NET-03");
        assertThat(report.path("matrices")).hasSize(3);
    }

    @Test
    void theYamlFollowsItsSchemaEvenWhenItIsReadBack() throws IOException {
        String json = new ObjectMapper().writeValueAsString(yaml());

        ReportYaml.ofOneRun().check(json);
    }

    @Test
    void theSchemaRefusesAPassWithoutAnObservation() throws IOException {
        JsonNode report = yaml();
        ((ObjectNode) report.path("requirements").get(0)).put("observations", 0);

        assertThatThrownBy(() -> ReportYaml.ofOneRun().check(report.toString()))
                .isInstanceOf(ReportInvalid.class)
                .hasMessageContaining("observations");
    }

    @Test
    void theSchemaRefusesAnOutcomeWithoutAReason() throws IOException {
        JsonNode report = yaml();
        ((ObjectNode) report.path("requirements").get(2)).remove("reason");

        assertThatThrownBy(() -> ReportYaml.ofOneRun().check(report.toString())).isInstanceOf(ReportInvalid.class);
    }

    @Test
    void evidenceStaysInsideTheReportsFolder() throws IOException {
        ReportFiles.write(Sample.report(), folder);

        try (Stream<Path> files = Files.walk(folder.resolve("evidence"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(p -> folder.relativize(p).toString()))
                    .containsExactlyInAnyOrder(
                            "evidence/NET-03/1-A-receiver-sees-the-caller-s-own-address/objects.yaml",
                            "evidence/NET-03/1-A-receiver-sees-the-caller-s-own-address/escape.txt");
        }
    }

    @Test
    void nothingThatWasObservedBecomesMarkup() throws IOException {
        String page = written("index.html");

        assertThat(page).containsOnlyOnce("<script").contains("&lt;script&gt;alert");
        assertThat(page).doesNotContainPattern("(src|href)=\"?https?:");
    }

    @Test
    void thePageOpensWithTheVerdictAndLeavesFailuresOpen() throws IOException {
        String page = written("index.html");

        assertThat(page.indexOf("nonconformant")).isLessThan(page.indexOf("Requirements</h2>"));
        assertThat(page).containsPattern("<details class=\"requirement failed\" id=\"NET-03\" [^>]* open>");
        assertThat(page).contains("A masquerading rule on a host");
        assertThat(page).containsOnlyOnce("<b>What of it no scenario sees.</b> Datagrams.");
        assertThat(page).contains("<svg class=\"picture\"").contains("172.18.0.3");
    }

    @Test
    void itSaysWhereTheTimeWent() throws IOException {
        JsonNode report = yaml();
        String page = Files.readString(folder.resolve("index.html"));

        assertThat(report.path("timeline"))
                .hasSize(page.split("<rect class=\"work\"", -1).length - 1)
                .isNotEmpty();
        assertThat(report.path("timeline").get(0).path("worker").asText()).isEqualTo("worker-1");
        assertThat(report.path("slowestSteps")).hasSize(10);
        assertThat(page).contains("Slowest steps").contains("a row for each worker");
    }

    @Test
    void junitTellsFailuresOfTheTargetFromErrorsOfTheSuite() throws Exception {
        Document xml = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new java.io.ByteArrayInputStream(
                        written("junit.xml").getBytes(java.nio.charset.StandardCharsets.UTF_8)));

        assertThat(classesWith(xml, "failure")).containsExactly("NET-03", "NET-06");
        assertThat(classesWith(xml, "error")).containsExactly("NET-04", "NET-05");
        assertThat(classesWith(xml, "skipped")).containsExactly("NET-07", "ORI-01");
        assertThat(classes(xml)).contains("NET-01", "NET-02").doesNotContain("DKR-01");
    }

    @Test
    void theSummaryIsATableThatNothingBreaks() throws IOException {
        String summary = written("summary.md");

        assertThat(summary).contains("| portable | **nonconformant** | 2 of 6 | 1 | 2 | 1 |");
        assertThat(summary.lines().filter(l -> l.startsWith("| NET-03")))
                .singleElement()
                .satisfies(line -> assertThat(line.replace("\\|", "")
                                .chars()
                                .filter(c -> c == '|')
                                .count())
                        .isEqualTo(4));
    }

    @Test
    void theSummaryShowsNoPictureAndNoLinkOfAClusters() throws IOException {
        String summary = written("summary.md");

        assertThat(summary).contains("\\[picture](http://cluster.example)", "a \\\\\\| cell", "\\`code\\`");
        assertThat(summary.lines().findFirst())
                .hasValueSatisfying(
                        title -> assertThat(title).startsWith("# Podproof: ").contains("!\\[v1](x)"));
    }

    @Test
    void theTerminalEndsWithAVerdictLinePerProfile() {
        assertThat(TerminalSummary.verdicts(Sample.report()))
                .containsExactly(
                        "portable  nonconformant 2 of 6 MUST passed, 1 failed, 2 cantTell, 1 untested",
                        "original  inconclusive  0 of 1 MUST passed, 1 untested");
        assertThat(TerminalSummary.problems(Sample.report()))
                .extracting(line -> line.substring(0, 19))
                .containsExactly(
                        "failed       NET-03", "warning      NET-06", "cantTell     NET-04", "cantTell     NET-05");
    }

    @Test
    void whatIsUndecidedForOneReasonIsSaidOnce() {
        Report report = ManyUndecided.report();
        Page page = Page.of(report, List.of());

        assertThat(TerminalSummary.problems(report))
                .containsExactly(
                        "cantTell     NET-01, NET-02, NET-03, NET-04, NET-05, NET-06, NET-07, NET-08 and 2 more  needs applets: not here",
                        "cantTell     NET-11  needs two-hosts: not here");
        assertThat(page.undecided())
                .extracting(Alike::ids, Alike::levels, Alike::reason)
                .containsExactly(
                        tuple(
                                "NET-01, NET-02, NET-03, NET-04, NET-05, NET-06, NET-07, NET-08, NET-09, NET-10",
                                "MUST",
                                "needs applets: not here"),
                        tuple("NET-11", "MUST", "needs two-hosts: not here"));
    }

    @Test
    void theSummaryAndThePageSayItOnceToo() throws IOException {
        ReportFiles.write(ManyUndecided.report(), folder);

        assertThat(Files.readString(folder.resolve("summary.md")))
                .containsOnlyOnce("needs applets: not here")
                .contains("| NET-01, NET-02, NET-03, NET-04, NET-05, NET-06, NET-07, NET-08, NET-09, NET-10 | MUST |");
        assertThat(Files.readString(folder.resolve("index.html")))
                .containsOnlyOnce("10 requirements for one reason: needs applets: not here");
    }

    @Test
    void aSelectionsVerdictIsTheSameInEveryFileAndOnTheLastLine() throws Exception {
        Report report = Run.of("""
                Feature: Networking
                  @NET-01
                  Rule: An address
                    Scenario: A pod has one address
                      Then it has one address
                """)
                .must("NET-01")
                .must("NET-02")
                .select("NET-01")
                .ran(0, Run.Happened.passed(), Run.Happened.observed(true))
                .report();
        ReportFiles.write(report, folder);

        JsonNode yaml = new YAMLMapper().readTree(folder.resolve("report.yaml").toFile());
        assertThat(yaml.path("selection").asText()).isEqualTo("passed");
        assertThat(yaml.path("verdicts").path("portable").asText()).isEqualTo("inconclusive");
        assertThat(Files.readString(folder.resolve("summary.md")))
                .contains("| selection | **passed** | 1 of 1 | 0 | 0 | 0 |");
        assertThat(Files.readString(folder.resolve("index.html")))
                .containsPattern("<h2>selection</h2>\\s*<p class=\"verdict\">passed</p>");
        assertThat(Files.readString(folder.resolve("badge.svg"))).contains("<title>podproof: passed</title>");
        assertThat(Files.readString(folder.resolve("junit.xml"))).doesNotContain("<error", "<failure", "<skipped");
        assertThat(TerminalSummary.verdicts(report)).last().isEqualTo("selection passed        1 of 1 MUST passed");
        assertThat(ExitCode.of(report, Set.of()).code()).isZero();
    }

    @Test
    void theBadgeIsAPictureOfTheVerdict() throws Exception {
        Document badge = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new java.io.ByteArrayInputStream(
                        written("badge.svg").getBytes(java.nio.charset.StandardCharsets.UTF_8)));

        assertThat(badge.getDocumentElement().getAttribute("aria-label")).isEqualTo("podproof: nonconformant");
    }

    private static List<String> classes(Document xml) {
        NodeList cases = xml.getElementsByTagName("testcase");
        return Stream.iterate(0, i -> i < cases.getLength(), i -> i + 1)
                .map(i -> ((Element) cases.item(i)).getAttribute("classname"))
                .toList();
    }

    private static List<String> classesWith(Document xml, String element) {
        NodeList found = xml.getElementsByTagName(element);
        return Stream.iterate(0, i -> i < found.getLength(), i -> i + 1)
                .map(i -> ((Element) found.item(i).getParentNode()).getAttribute("classname"))
                .toList();
    }
}
