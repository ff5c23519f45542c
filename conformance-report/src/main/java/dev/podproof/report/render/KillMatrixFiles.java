package dev.podproof.report.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.podproof.features.Faults;
import dev.podproof.features.Rules;
import dev.podproof.features.Specification;
import dev.podproof.report.verdict.KillMatrix;
import dev.podproof.report.verdict.KillMatrix.Row;
import dev.podproof.report.verdict.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A kill matrix on disk: kill-matrix.yaml, from which it can go on, and the same for people. */
public final class KillMatrixFiles {
    public static final String YAML = "kill-matrix.yaml";
    public static final String PAGE = "kill-matrix.html";
    public static final String MARKDOWN = "kill-matrix.md";

    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();

    private KillMatrixFiles() {}

    /**
     * Writes all of them, each at once.
     *
     * @throws IOException when the folder cannot be written
     */
    public static void write(KillMatrix matrix, Path folder) throws IOException {
        Files.createDirectories(folder);
        Templates templates = new Templates();
        KillMatrixPage page = KillMatrixPage.of(matrix);
        Path next = folder.resolve(YAML + ".next");
        Files.writeString(next, MAPPER.writeValueAsString(document(matrix)));
        Files.move(next, folder.resolve(YAML), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(folder.resolve(PAGE), templates.render("kill-matrix.html.ftl", page));
        Files.writeString(folder.resolve(MARKDOWN), templates.render("kill-matrix.md.ftl", page));
    }

    /**
     * The matrix that a folder holds; empty if it holds none.
     *
     * @throws ReportInvalid when it cannot be understood
     */
    public static Optional<KillMatrix> read(Path folder) {
        Path file = folder.resolve(YAML);
        try {
            return Files.exists(file) ? Optional.of(matrix(MAPPER.readTree(Files.readString(file)))) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new ReportInvalid(file + " is no kill matrix: " + e.getMessage(), e);
        }
    }

    /**
     * The score of the suite with that digest, if it is the one of this program: of those faults that were tried on its very scenarios, as
     * published with it.
     */
    static String scoreOf(String digest) {
        return published()
                .filter(matrix -> digest.equals(Specification.load().digest()))
                .map(matrix -> matrix.carriedOver(digest, Rules.load()))
                .filter(matrix -> !matrix.rows().isEmpty())
                .map(matrix -> matrix.score() + "; "
                        + matrix.rows().size() + " of the catalogue's "
                        + Faults.load().faults().size() + " tried")
                .orElse("not measured");
    }

    /** The matrix that is published with this program, docs/kill-matrix.yaml: of this suite or of an earlier one. */
    public static Optional<KillMatrix> published() {
        try (InputStream published = KillMatrixFiles.class.getResourceAsStream(YAML)) {
            return published == null ? Optional.empty() : Optional.of(matrix(MAPPER.readTree(published)));
        } catch (IOException e) {
            throw new ReportInvalid("the published kill matrix cannot be read: " + e.getMessage(), e);
        }
    }

    private static ObjectNode document(KillMatrix matrix) {
        ObjectNode document = MAPPER.createObjectNode()
                .put("digest", matrix.digest())
                .put("full", matrix.full())
                .put("score", matrix.score())
                .put("notInjectable", matrix.notInjectable());
        matrix.control().ifPresent(row -> document.set("control", document(row)));
        ArrayNode rows = document.putArray("faults");
        matrix.rows().forEach(row -> rows.add(document(row)));
        return document;
    }

    private static ObjectNode document(Row row) {
        ObjectNode document = MAPPER.createObjectNode()
                .put("fault", row.fault())
                .put("fate", row.fate().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("seconds", Math.round(row.seconds()))
                .put("against", row.against());
        if (!row.reason().isEmpty()) {
            document.put("reason", row.reason());
        }
        row.named().forEach(document.putArray("violates")::add);
        row.expected().forEach(document.putArray("sideEffects")::add);
        ObjectNode outcomes = document.putObject("outcomes");
        row.outcomes().forEach((id, outcome) -> outcomes.put(id, outcome.word()));
        return document;
    }

    private static KillMatrix matrix(JsonNode document) {
        List<Row> rows = new ArrayList<>();
        document.path("faults").forEach(row -> rows.add(row(row)));
        return new KillMatrix(
                document.path("digest").asText(),
                document.path("full").asBoolean(),
                Optional.ofNullable(document.get("control")).map(KillMatrixFiles::row),
                rows,
                document.path("notInjectable").asInt());
    }

    private static Row row(JsonNode row) {
        SortedMap<String, Outcome> outcomes = new TreeMap<>();
        row.path("outcomes")
                .properties()
                .forEach(one ->
                        outcomes.put(one.getKey(), Outcome.of(one.getValue().asText())));
        return new Row(
                row.path("fault").asText(),
                words(row.path("violates")),
                words(row.path("sideEffects")),
                outcomes,
                row.path("against").asText(),
                row.path("seconds").asDouble(),
                row.path("reason").asText());
    }

    private static List<String> words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }
}
