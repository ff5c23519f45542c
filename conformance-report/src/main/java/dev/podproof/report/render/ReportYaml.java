package dev.podproof.report.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.podproof.report.verdict.Columns;
import dev.podproof.report.verdict.Report;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** report.yaml: the report for programs, of one run or of several side by side, checked against its schema before anybody gets it. */
final class ReportYaml {
    private static final ObjectMapper JSON = new ObjectMapper();
    // Every text is quoted: other readers of YAML take 1.20, on and timestamps for something else.
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build();

    private final Schema schema;

    private ReportYaml(String schema) {
        this.schema = schema(schema);
    }

    static ReportYaml ofOneRun() {
        return new ReportYaml("report.schema.json");
    }

    static ReportYaml ofColumns() {
        return new ReportYaml("columns.schema.json");
    }

    String render(Report report, Optional<String> record) {
        return render(ReportDocument.of(report, record));
    }

    String render(Columns columns) {
        return render(ColumnsDocument.of(columns));
    }

    private String render(ObjectNode document) {
        try {
            check(JSON.writeValueAsString(document));
            return YAML.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new ReportInvalid("report.yaml cannot be written: " + e.getOriginalMessage(), e);
        }
    }

    /** Refuses a document that is not what its schema in docs/ promises. */
    void check(String json) {
        List<Error> errors = schema.validate(json, InputFormat.JSON);
        if (!errors.isEmpty()) {
            throw new ReportInvalid("this report.yaml does not follow its schema: "
                    + errors.stream().map(Error::toString).collect(Collectors.joining("; ")));
        }
    }

    private static Schema schema(String name) {
        try (InputStream source =
                Objects.requireNonNull(ReportYaml.class.getResourceAsStream(name), name + " is on the class path")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(source, InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException("The report's schema cannot be read", e);
        }
    }
}
