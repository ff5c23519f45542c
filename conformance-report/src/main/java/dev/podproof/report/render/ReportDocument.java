package dev.podproof.report.render;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.report.verdict.Cell;
import dev.podproof.report.verdict.Effort;
import dev.podproof.report.verdict.Example;
import dev.podproof.report.verdict.Matrix;
import dev.podproof.report.verdict.Report;
import dev.podproof.report.verdict.RequirementResult;
import dev.podproof.report.verdict.RunEnd;
import dev.podproof.report.verdict.RunStart;
import dev.podproof.report.verdict.ScenarioResult;
import dev.podproof.report.verdict.Timeline;
import java.util.Optional;
import java.util.TreeMap;

/** The tree of report.yaml; its names are a contract, and docs/report.schema.json describes them. */
final class ReportDocument {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ReportDocument() {}

    /** The tree, with the digest of the record where there is one. */
    static ObjectNode of(Report report, Optional<String> record) {
        RunStart start = report.start();
        ObjectNode document = NODES.objectNode();
        document.put("apiVersion", "podproof.dev/v1").put("kind", "ConformanceReport");
        document.putObject("implementation")
                .put("name", start.implementation().name())
                .put("version", start.implementation().version())
                .put("target", start.implementation().target())
                .put("hosts", start.implementation().hosts());
        ObjectNode environment = document.putObject("environment");
        new TreeMap<>(start.environment()).forEach(environment::put);
        offers(document.putObject("offers"), start);
        document.putObject("suite")
                .put("version", start.suite().version())
                .put("digest", start.suite().digest())
                .put("killScore", KillMatrixFiles.scoreOf(start.suite().digest()));
        document.put("startedAt", start.startedAt().toString()).put("durationSeconds", seconds(report.seconds()));
        document.put(
                "ended",
                report.end().ended().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        put(document, "reason", report.end().reason());
        phases(document.putArray("phases"), report.end());
        document.put("podsCreated", report.end().podsCreated());
        Effort effort = report.end().effort();
        document.putObject("effort")
                .put("programs", effort.programs())
                .put("commands", effort.commands())
                .put("calls", effort.calls())
                .put("repeatedCalls", effort.repeats())
                .put("repeatedRequests", effort.requests());
        ObjectNode verdicts = document.putObject("verdicts");
        report.verdicts().forEach((profile, verdict) -> verdicts.put(profile.word(), verdict.word()));
        if (start.requirements().isPresent()) {
            document.put("selection", report.word());
        }
        record.ifPresent(digest -> document.put("record", digest));
        start.requirements().ifPresent(ids -> ids.forEach(document.withArray("selected")::add));
        report.errors().forEach(document.withArray("suiteErrors")::add);
        ArrayNode requirements = document.putArray("requirements");
        report.requirements().forEach(r -> requirements.add(requirement(r)));
        ArrayNode matrices = document.putArray("matrices");
        report.requirements().forEach(r -> matrices(matrices, r));
        topology(document.putObject("topology"), start);
        report.timeline().spans().forEach(span -> document.withArray("timeline").add(span(span)));
        SlowStep.of(report)
                .forEach(step -> document.withArray("slowestSteps")
                        .addObject()
                        .put("requirement", step.requirement())
                        .put("scenario", step.example())
                        .put("step", step.step())
                        .put("seconds", seconds(step.seconds())));
        return document;
    }

    private static ObjectNode span(Timeline.Span span) {
        return NODES.objectNode()
                .put("requirement", span.requirement())
                .put("scenario", span.example())
                .put("worker", span.worker())
                .put("began", seconds(span.began()))
                .put("durationSeconds", seconds(span.seconds()))
                .put("waitingSeconds", seconds(span.waiting()));
    }

    private static void offers(ObjectNode node, RunStart start) {
        new TreeMap<>(start.offers()).forEach((need, offered) -> {
            if (Boolean.TRUE.equals(offered)) {
                node.put(need, true);
            } else {
                node.put(need, String.valueOf(offered));
            }
        });
    }

    private static void phases(ArrayNode node, RunEnd end) {
        end.phases().forEach(p -> node.addObject().put("name", p.name()).put("seconds", seconds(p.seconds())));
    }

    private static ObjectNode requirement(RequirementResult result) {
        ObjectNode node = NODES.objectNode();
        node.put("id", result.id());
        node.put("level", result.requirement().level().name());
        node.put("profile", result.requirement().profile().word());
        node.put("section", result.requirement().section());
        node.put("outcome", result.outcome().word());
        put(node, "reason", result.reason());
        node.put("statement", result.requirement().statement());
        if (!result.requirement().untested().isEmpty()) {
            node.put("untested", result.requirement().untested());
        }
        ArrayNode scenarios = node.putArray("scenarios");
        result.scenarios().forEach(s -> scenarios.add(scenario(s)));
        node.put("observations", result.observationCount());
        node.put("durationSeconds", seconds(result.seconds()));
        result.evidencePath().ifPresent(path -> node.put("evidence", path));
        return node;
    }

    private static ObjectNode scenario(ScenarioResult result) {
        ObjectNode node = NODES.objectNode();
        node.put("name", result.name()).put("location", result.location());
        node.put("outcome", result.outcome().word());
        put(node, "reason", result.reason());
        node.put("suiteError", result.examples().stream().anyMatch(Example::error));
        node.put("examples", result.examples().size());
        node.put("observations", result.observationCount());
        node.put("durationSeconds", seconds(result.seconds()));
        return node;
    }

    private static void matrices(ArrayNode node, RequirementResult result) {
        for (ScenarioResult scenario : result.scenarios()) {
            for (Example example : scenario.examples()) {
                for (Matrix matrix : example.matrices()) {
                    ObjectNode entry = node.addObject();
                    entry.put("requirement", result.id()).put("scenario", example.name());
                    entry.put("title", matrix.title()).put("met", matrix.met());
                    ArrayNode cells = entry.putArray("cells");
                    matrix.cells().forEach(c -> cells.add(cell(c)));
                }
            }
        }
    }

    private static ObjectNode cell(Cell cell) {
        return NODES.objectNode()
                .put("from", cell.from())
                .put("fromHost", cell.fromHost())
                .put("fromAddress", cell.fromAddress())
                .put("to", cell.to())
                .put("toHost", cell.toHost())
                .put("toAddress", cell.toAddress())
                .put("channel", cell.channel())
                .put("expected", cell.expected())
                .put("observed", cell.observed())
                .put("met", cell.met());
    }

    private static void topology(ObjectNode node, RunStart start) {
        ArrayNode hosts = node.putArray("hosts");
        start.topology()
                .hosts()
                .forEach(h -> hosts.addObject()
                        .put("name", h.name())
                        .put("address", h.address())
                        .put("podRange", h.podRange()));
        if (!start.topology().bareHosts().isEmpty()) {
            ArrayNode bare = node.putArray("bareHosts");
            start.topology()
                    .bareHosts()
                    .forEach(h -> bare.addObject().put("name", h.name()).put("address", h.address()));
        }
    }

    static void put(ObjectNode node, String name, String value) {
        if (!value.isEmpty()) {
            node.put(name, value);
        }
    }

    /** Milliseconds are as exact as a shared machine deserves. */
    static double seconds(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
