package dev.podproof.report.render;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.report.verdict.Columns;
import dev.podproof.report.verdict.RequirementResult;
import dev.podproof.report.verdict.RunStart;
import java.util.Locale;

/** The tree of report.yaml where several runs stand side by side; docs/columns.schema.json describes it. */
final class ColumnsDocument {
    private ColumnsDocument() {}

    static ObjectNode of(Columns columns) {
        RunStart start = ColumnsPage.of(columns).start();
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("apiVersion", "podproof.dev/v1").put("kind", "ConformanceColumns");
        document.putObject("suite")
                .put("version", start.suite().version())
                .put("digest", start.suite().digest());
        document.put("verdict", columns.word());
        document.put("durationSeconds", ReportDocument.seconds(columns.seconds()));
        ArrayNode list = document.putArray("columns");
        columns.columns().forEach(column -> list.add(column(column)));
        ArrayNode requirements = document.putArray("requirements");
        for (Columns.Group group : columns.groups()) {
            group.rows().forEach(row -> requirements.add(row(group, row)));
        }
        return document;
    }

    private static ObjectNode column(Columns.Column column) {
        RunStart start = column.report().start();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", column.name()).put("report", column.name() + "/" + ReportFiles.REPORT);
        node.putObject("implementation")
                .put("name", start.implementation().name())
                .put("version", start.implementation().version())
                .put("target", start.implementation().target())
                .put("hosts", start.implementation().hosts());
        node.put("startedAt", start.startedAt().toString());
        node.put("durationSeconds", ReportDocument.seconds(column.report().seconds()));
        node.put(
                "ended",
                column.report().end().ended().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        column.whyNotRun().ifPresent(reason -> node.put("reason", reason));
        node.put("verdict", column.report().word());
        column.report().errors().forEach(node.withArray("suiteErrors")::add);
        return node;
    }

    private static ObjectNode row(Columns.Group group, Columns.Row row) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", row.requirement().id());
        node.put("level", row.requirement().level().name());
        node.put("profile", row.requirement().profile().word());
        node.put("section", row.requirement().section());
        node.put("statement", row.requirement().statement());
        ObjectNode outcomes = node.putObject("outcomes");
        for (int i = 0; i < group.columns().size(); i++) {
            RequirementResult result = row.results().get(i);
            ObjectNode outcome = outcomes.putObject(group.columns().get(i).name());
            outcome.put("outcome", result.outcome().word());
            ReportDocument.put(outcome, "reason", result.reason());
            outcome.put("observations", result.observationCount());
            outcome.put("durationSeconds", ReportDocument.seconds(result.seconds()));
        }
        return node;
    }
}
