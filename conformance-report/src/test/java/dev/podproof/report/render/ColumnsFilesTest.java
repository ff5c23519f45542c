package dev.podproof.report.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.podproof.report.verdict.Columns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColumnsFilesTest {
    @TempDir
    Path folder;

    private String written(String name) throws IOException {
        ReportFiles.write(Networks.columns(), folder);
        return Files.readString(folder.resolve(name));
    }

    private JsonNode yaml() throws IOException {
        return new YAMLMapper().readTree(written("report.yaml"));
    }

    private static JsonNode row(JsonNode report, String id) {
        for (JsonNode row : report.path("requirements")) {
            if (row.path("id").asText().equals(id)) {
                return row;
            }
        }
        throw new AssertionError("no row " + id);
    }

    @Test
    void theYamlHasAnOutcomeForEachColumnThatWasAsked() throws IOException {
        JsonNode report = yaml();

        assertThat(report.path("verdict").asText()).isEqualTo("failed");
        assertThat(report.path("columns"))
                .extracting(c -> c.path("name").asText())
                .containsExactly("host-gw", "vxlan", "ovs", "external", "docker");
        assertThat(row(report, "NET-03")
                        .path("outcomes")
                        .path("vxlan")
                        .path("outcome")
                        .asText())
                .isEqualTo("failed");
        assertThat(row(report, "NET-11")
                        .path("outcomes")
                        .path("external")
                        .path("outcome")
                        .asText())
                .isEqualTo("inapplicable");
        assertThat(row(report, "DKR-04").path("outcomes").fieldNames())
                .toIterable()
                .containsExactly("docker");
    }

    @Test
    void theYamlFollowsItsSchemaAndTheSchemaCanRefuse() throws IOException {
        JsonNode report = new ObjectMapper().readTree(new ObjectMapper().writeValueAsString(yaml()));
        ReportYaml.ofColumns().check(report.toString());

        ((ObjectNode) report.path("columns").get(2)).remove("reason");
        assertThatThrownBy(() -> ReportYaml.ofColumns().check(report.toString()))
                .isInstanceOf(ReportInvalid.class);
    }

    @Test
    void theColumnsOwnReportsFollowTheirs() throws IOException {
        for (Columns.Column column : Networks.columns().columns()) {
            ReportFiles.write(column.report(), folder.resolve(column.name()));

            assertThat(folder.resolve(column.name()).resolve("report.yaml")).isNotEmptyFile();
        }
    }

    @Test
    void thePageSaysWhyAColumnWasNotRunAndWhyARequirementIsInapplicable() throws IOException {
        String page = written("index.html");

        assertThat(page).contains("it has no device /dev/net/tun &lt;b&gt;").contains("somebody else splits the range");
        assertThat(page).contains("<a href=\"host-gw/index.html\">").doesNotContain("<a href=\"ovs/index.html\">");
        assertThat(page).doesNotContain("<script").doesNotContainPattern("(src|href)=\"?https?:");
    }

    @Test
    void aReasonThatBringsALogAlongIsShortOnTheCard() {
        Columns.Column late = new Columns.Column("ovs", Networks.late("host-2 is not Ready\nline of its log"));

        assertThat(ColumnsPage.of(new Columns(List.of(late))).cards())
                .singleElement()
                .satisfies(card -> {
                    assertThat(card.shortReason()).isEqualTo("host-2 is not Ready");
                    assertThat(card.reason()).endsWith("line of its log");
                });
    }

    @Test
    void thePageShowsWhoseAddressTheServersSaw() throws IOException {
        String page = written("index.html");

        assertThat(page).contains("Docker alone: a container calls another host", "host-gw: a pod calls a pod");
        assertThat(page).contains("saw 172.18.0.8, the address of the caller&#39;s host");
        assertThat(page).contains("saw 10.244.1.2, the caller&#39;s own address");
        assertThat(page).contains("class=\"ray wrong\"");
    }

    @Test
    void dockerAloneStandsBesideTheNetworksWithNumbersFromTheRecord() {
        SideBySide table = ColumnsPage.of(Networks.columns()).contrast();

        assertThat(table.subjects()).containsExactly("Docker alone", "host-gw", "vxlan", "external");
        assertThat(table.lines())
                .extracting(SideBySide.Line::answers)
                .containsExactly(
                        List.of(
                                "2 containers, 1 address",
                                "2 pods, 2 addresses",
                                "2 pods, 2 addresses",
                                "2 pods, 2 addresses"),
                        List.of("the only one", "not recorded", "not recorded", "not recorded"),
                        List.of("none of 2", "all 2", "all 2", "all 2"),
                        List.of("none of 2", "all 2", "1 of 2", "all 2"));
    }

    @Test
    void theSummaryHasALineForEachColumnAndForEachRequirement() throws IOException {
        String summary = written("summary.md");

        assertThat(summary).contains("| host-gw | **passed** | 3 of 3 | 0 | 0 | 0 | 0 |");
        assertThat(summary).contains("| ovs | **not run** |").contains("- ovs: it has no device /dev/net/tun &lt;b>");
        assertThat(summary).contains("| NET-03 | passed | failed | untested | passed |");
        assertThat(summary).contains("| NET-11 | external | inapplicable | somebody else splits the range |");
    }

    @Test
    void junitNamesTheColumnOfEachSuite() throws IOException {
        String junit = written("junit.xml");

        assertThat(junit).contains("name=\"vxlan: Networking\"").contains("name=\"docker: Networking\"");
        assertThat(junit).containsPattern("skipped message=\"inapplicable: somebody else splits the range");
    }

    @Test
    void theTerminalEndsWithALineForEachColumn() {
        List<String> verdicts = TerminalSummary.verdicts(Networks.columns());

        assertThat(verdicts).hasSize(5);
        assertThat(verdicts.get(2)).startsWith("ovs       not run");
        assertThat(verdicts.get(3)).startsWith("external  passed").contains("and 1 inapplicable");
        assertThat(TerminalSummary.problems(Networks.columns()))
                .anySatisfy(line -> assertThat(line).startsWith("not run      ovs:"))
                .anySatisfy(line ->
                        assertThat(line).startsWith("failed       NET-03").endsWith("[vxlan]"));
    }
}
