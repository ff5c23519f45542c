package dev.podproof.report.cli;

import static dev.podproof.report.verdict.Run.Happened.observed;
import static dev.podproof.report.verdict.Run.Happened.passed;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.podproof.features.Specification;
import dev.podproof.report.verdict.Run;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
    private static final String FEATURE = """
            Feature: Addresses
              @NET-04
              Rule: The address that others see
                Scenario: A pod sees its own address
                  Then it has one address
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... args) {
        Terminal terminal = new Terminal(new PrintWriter(out), new PrintWriter(err), Map.of(), false, false);
        return Main.commandLine(terminal, Clock.systemUTC()).execute(args);
    }

    private int verify() {
        return execute("verify", folder.toString());
    }

    private void change(String file, String from, String to) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertThat(text).contains(from);
        Files.writeString(folder.resolve(file), text.replaceFirst(java.util.regex.Pattern.quote(from), to));
    }

    @BeforeEach
    void aReport() throws IOException {
        record(Specification.load().digest());
        assertThat(execute("report", folder.toString())).isEqualTo(3);
        out.getBuffer().setLength(0);
    }

    private void record(String suite) throws IOException {
        String record =
                Run.of(FEATURE).suite(suite).ran(0, passed(), observed(true)).record();
        Files.writeString(folder.resolve("messages.ndjson"), record);
    }

    @Test
    void aReportThatSaysWhatItsRecordSaysIsFine() {
        assertThat(verify()).isZero();
        assertThat(out.toString())
                .endsWith("the report says what its record says\n")
                .contains("record: portable");
    }

    @Test
    void aVerdictThatWasPaintedOverIsNamed() throws IOException {
        change("report.yaml", "portable: \"inconclusive\"", "portable: \"conformant\"");

        assertThat(verify()).isEqualTo(1);
        assertThat(out.toString())
                .contains("report.yaml: verdicts.portable is conformant, and the record comes to inconclusive\n");
    }

    @Test
    void anOutcomeIsNamedByItsRequirement() throws IOException {
        change("report.yaml", "outcome: \"untested\"", "outcome: \"passed\"");

        assertThat(verify()).isEqualTo(1);
        assertThat(out.toString())
                .containsPattern("requirements\\.[A-Z]+-[0-9]+\\.outcome is passed, and the record comes to untested");
    }

    @Test
    void theEndOfALongTextIsHeldToTheRecordToo() throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        File report = folder.resolve("report.yaml").toFile();
        JsonNode document = yaml.readTree(report);
        ObjectNode requirement = StreamSupport.stream(
                        document.path("requirements").spliterator(), false)
                .filter(each -> each.path("statement").asText().length() > 200)
                .map(ObjectNode.class::cast)
                .findFirst()
                .orElseThrow();
        requirement.put("statement", requirement.path("statement").asText() + " Or not.");
        yaml.writeValue(report, document);

        assertThat(verify()).isEqualTo(1);
        assertThat(out.toString())
                .contains("requirements." + requirement.path("id").asText()
                        + ".statement begins as the record has it and goes on otherwise: ")
                .doesNotContain("other words");
    }

    @Test
    void aRecordThatIsNotTheOneOfTheReportIsSeen() throws IOException {
        Files.writeString(folder.resolve("messages.ndjson"), "\n", java.nio.file.StandardOpenOption.APPEND);

        assertThat(verify()).isEqualTo(1);
        assertThat(out.toString()).containsPattern("report.yaml: record is sha256:.*, and the record comes to sha256:");
    }

    @Test
    void everyOtherFileIsLookedAtToo() throws IOException {
        change("index.html", "<h1>", "<h1>really ");
        Files.delete(folder.resolve("badge.svg"));
        Files.createDirectories(folder.resolve("evidence/NET-04"));
        Files.writeString(folder.resolve("evidence/NET-04/made-up.log"), "");

        assertThat(verify()).isEqualTo(1);
        assertThat(out.toString())
                .contains("badge.svg is missing", "evidence/NET-04/made-up.log is not from the record")
                .containsPattern("index.html differs from what the record comes to, first in line [0-9]+");
    }

    @Test
    void aRecordOfAnotherSuiteIsNotJudgedByThisOne() throws IOException {
        record("sha256:0123");

        assertThat(verify()).isEqualTo(3);
        assertThat(out.toString()).contains("the record is of the suite sha256:0123");
    }

    @Test
    void withoutARecordThereIsNothingToVerify() throws IOException {
        Files.delete(folder.resolve("messages.ndjson"));

        assertThat(verify()).isEqualTo(2);
        assertThat(err.toString()).contains("There is no ").contains("messages.ndjson");
    }
}
