package dev.podproof.report.render;

import dev.podproof.features.Specification;
import dev.podproof.report.verdict.Columns;
import dev.podproof.report.verdict.Evidence;
import dev.podproof.report.verdict.Example;
import dev.podproof.report.verdict.Report;
import dev.podproof.report.verdict.RequirementResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes everything that a report's folder holds beside the record itself. */
public final class ReportFiles {
    /** The record that every other file is made from. */
    public static final String MESSAGES = "messages.ndjson";

    public static final String REPORT = "report.yaml";
    public static final String PAGE = "index.html";
    public static final String EVIDENCE = "evidence";

    private static final String JUNIT = "junit.xml";
    private static final String SUMMARY = "summary.md";
    private static final String BADGE = "badge.svg";
    private static final String BADGE_TEMPLATE = "badge.svg.ftl";

    private ReportFiles() {}

    /** Every name that a report's folder may hold; nothing else in it is ours. */
    public static List<String> names() {
        return List.of(MESSAGES, REPORT, PAGE, JUNIT, SUMMARY, BADGE, EVIDENCE);
    }

    /**
     * Writes all of them.
     *
     * @throws ReportInvalid before anything is written, when report.yaml would not be what its schema promises
     * @throws IOException when the folder cannot be written
     */
    public static void write(Report report, Path folder) throws IOException {
        write(report, RecordDigest.of(folder.resolve(MESSAGES)), folder);
    }

    /** The same for a record that stands elsewhere. */
    static void write(Report report, Optional<String> record, Path folder) throws IOException {
        String yaml = ReportYaml.ofOneRun().render(report, record);
        Files.createDirectories(folder);
        writeEvidence(report, folder);
        Files.writeString(folder.resolve(REPORT), yaml);
        Files.writeString(folder.resolve(JUNIT), JunitXml.render(report));
        Templates templates = new Templates();
        Page page = Page.of(report, Specification.load().statements());
        Files.writeString(folder.resolve(SUMMARY), templates.render("summary.md.ftl", page));
        Files.writeString(folder.resolve(PAGE), templates.render("index.html.ftl", page));
        Files.writeString(
                folder.resolve(BADGE), templates.render(BADGE_TEMPLATE, Badge.of(report.word(), report.conformance())));
    }

    /**
     * Writes what stands above the reports of several runs, which have their own folders in it, named as the columns are.
     *
     * @throws ReportInvalid before anything is written, when report.yaml would not be what its schema promises
     * @throws IOException when the folder cannot be written
     */
    public static void write(Columns columns, Path folder) throws IOException {
        String yaml = ReportYaml.ofColumns().render(columns);
        Templates templates = new Templates();
        ColumnsPage page = ColumnsPage.of(columns);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(REPORT), yaml);
        Files.writeString(folder.resolve(JUNIT), JunitXml.render(columns));
        Files.writeString(folder.resolve(SUMMARY), templates.render("columns.md.ftl", page));
        Files.writeString(folder.resolve(PAGE), templates.render("columns.html.ftl", page));
        Files.writeString(
                folder.resolve(BADGE),
                templates.render(BADGE_TEMPLATE, Badge.of(columns.word(), columns.conformance())));
    }

    private static void writeEvidence(Report report, Path folder) throws IOException {
        for (RequirementResult result : report.requirements()) {
            int number = 0;
            for (Example example : examples(result)) {
                number++;
                for (Evidence evidence : example.evidence()) {
                    Path target = folder.resolve(EVIDENCE)
                            .resolve(result.id())
                            .resolve(number + "-" + fileName(example.name()));
                    for (Evidence.File file : evidence.files()) {
                        Files.createDirectories(target);
                        Files.writeString(target.resolve(fileName(file.name())), file.text());
                    }
                }
            }
        }
    }

    private static List<Example> examples(RequirementResult result) {
        return result.scenarios().stream().flatMap(s -> s.examples().stream()).toList();
    }

    /** A name from the record as one that is safe on any file system and cannot leave the folder. */
    private static String fileName(String name) {
        String safe = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[.-]+", "");
        return safe.isEmpty() ? "unnamed" : safe.substring(0, Math.min(80, safe.length()));
    }
}
