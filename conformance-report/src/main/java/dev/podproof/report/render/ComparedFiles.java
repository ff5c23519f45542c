package dev.podproof.report.render;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.podproof.report.verdict.Compared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Reports side by side, as a page, for a pull request, and for programs. */
public final class ComparedFiles {
    public static final String PAGE = "compare.html";
    private static final String MARKDOWN = "compare.md";
    private static final String YAML = "compare.yaml";

    /** More would not fit beside each other, and each has a letter. */
    public static final int MOST = 26;

    private static final ObjectMapper MAPPER = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .build();

    private ComparedFiles() {}

    /**
     * Writes all of them.
     *
     * @throws IOException when the folder cannot be written
     */
    public static void write(Compared compared, Path folder) throws IOException {
        Files.createDirectories(folder);
        Templates templates = new Templates();
        ComparedPage page = ComparedPage.of(compared);
        Files.writeString(folder.resolve(YAML), MAPPER.writeValueAsString(document(page)));
        Files.writeString(folder.resolve(MARKDOWN), templates.render("compare.md.ftl", page));
        Files.writeString(folder.resolve(PAGE), templates.render("compare.html.ftl", page));
    }

    /** For a terminal: who they are, the verdicts, what differs, and how much in all. */
    public static List<String> lines(Compared compared) {
        ComparedPage page = ComparedPage.of(compared);
        List<String> lines = new java.util.ArrayList<>();
        page.columns()
                .forEach(column -> lines.add(String.join(
                        "  ", column.letter(), column.implementation(), column.startedAt(), column.label())));
        lines.addAll(page.warnings());
        lines.add("");
        lines.add(row(
                "", "", page.columns().stream().map(ComparedPage.Column::letter).toList(), ""));
        page.verdicts().forEach(verdict -> lines.add(row(verdict.name(), "", verdict.words(), "")));
        page.different().forEach(line -> lines.add(row(line.name(), line.level(), line.words(), line.change())));
        lines.add("");
        lines.add(page.summary());
        return lines;
    }

    private static String row(String name, String level, List<String> words, String change) {
        return ("%-9s %-7s".formatted(name, level)
                        + words.stream().map("%-14s"::formatted).collect(Collectors.joining())
                        + change)
                .stripTrailing();
    }

    private static ObjectNode document(ComparedPage page) {
        ObjectNode document = MAPPER.createObjectNode()
                .put("apiVersion", "podproof.dev/v1")
                .put("kind", "ConformanceComparison")
                .put("summary", page.summary());
        page.warnings().forEach(document.putArray("warnings")::add);
        ArrayNode reports = document.putArray("reports");
        page.columns()
                .forEach(column -> reports.addObject()
                        .put("letter", column.letter())
                        .put("implementation", column.implementation())
                        .put("startedAt", column.startedAt())
                        .put("suite", column.suite())
                        .put("label", column.label()));
        ObjectNode verdicts = document.putObject("verdicts");
        page.verdicts().forEach(verdict -> verdict.words().forEach(verdicts.withArray(verdict.name())::add));
        ArrayNode different = document.putArray("different");
        page.different().forEach(line -> {
            ObjectNode one = different
                    .addObject()
                    .put("id", line.name())
                    .put("level", line.level())
                    .put("change", line.change());
            line.words().forEach(one.putArray("outcomes")::add);
        });
        page.same().forEach(document.putArray("same")::add);
        return document;
    }
}
