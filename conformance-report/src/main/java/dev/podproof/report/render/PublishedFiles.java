package dev.podproof.report.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.podproof.report.verdict.Outcome;
import dev.podproof.report.verdict.Published;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;

/** Reads report.yaml, ours or somebody else's. */
public final class PublishedFiles {
    /** A run of everything on three hosts writes less than half a million characters. */
    static final int MOST_CHARACTERS = 16 << 20;

    private static final YAMLMapper YAML =
            new YAMLMapper(YAMLFactory.builder().loaderOptions(options()).build());
    private static final String SUPPORTED = "podproof.dev/v1";

    private PublishedFiles() {}

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MOST_CHARACTERS);
        return options;
    }

    /**
     * The report at that place: report.yaml, or a folder that holds it.
     *
     * @throws ReportInvalid when there is none, it cannot be understood, or a newer podproof wrote it
     */
    public static Published read(Path place) {
        Path file = Files.isDirectory(place) ? place.resolve(ReportFiles.REPORT) : place;
        if (!Files.isRegularFile(file)) {
            throw new ReportInvalid("There is no " + file + "; name the folder of a report, or its report.yaml");
        }
        try {
            if (Files.size(file) > MOST_CHARACTERS) {
                throw new ReportInvalid(file + " has more than " + (MOST_CHARACTERS >> 20) + " MiB; that is no report");
            }
            return published(place.toString(), file, YAML.readTree(Files.readString(file)));
        } catch (IOException e) {
            throw new ReportInvalid(file + " is no report: " + firstLine(e), e);
        }
    }

    private static String firstLine(IOException e) {
        String message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.toString();
        return String.valueOf(message).lines().findFirst().orElse("");
    }

    private static Published published(String label, Path file, JsonNode report) throws JsonProcessingException {
        String kind = report.path("kind").asText();
        if (kind.equals("ConformanceColumns")) {
            throw new ReportInvalid(file + " is the report of several networks; name the folders below it");
        }
        if (!report.path("apiVersion").asText().equals(SUPPORTED)) {
            throw new ReportInvalid(file + " says apiVersion '"
                    + report.path("apiVersion").asText() + "'; this podproof reads " + SUPPORTED);
        }
        try {
            ReportYaml.ofOneRun().check(new ObjectMapper().writeValueAsString(report));
        } catch (ReportInvalid e) {
            throw new ReportInvalid(file + ": " + e.getMessage(), e);
        }
        JsonNode tested = report.path("implementation");
        Map<String, String> verdicts = new LinkedHashMap<>();
        report.path("verdicts")
                .properties()
                .forEach(verdict ->
                        verdicts.put(verdict.getKey(), verdict.getValue().asText()));
        return new Published(
                label,
                tested.path("name").asText() + " " + tested.path("version").asText(),
                report.path("suite").path("version").asText(),
                report.path("suite").path("digest").asText(),
                report.path("startedAt").asText(),
                report.path("ended").asText(),
                verdicts,
                results(report));
    }

    private static SortedMap<String, Published.Result> results(JsonNode report) {
        SortedMap<String, Published.Result> results = new TreeMap<>();
        for (JsonNode requirement : report.path("requirements")) {
            String id = requirement.path("id").asText();
            results.put(
                    id,
                    new Published.Result(
                            requirement.path("level").asText(),
                            requirement.path("statement").asText(),
                            Outcome.of(requirement.path("outcome").asText())));
        }
        JsonNode selected = report.path("selected");
        if (selected.isArray()) {
            results.keySet().removeIf(id -> !contains(selected, id));
        }
        // Outside of the chosen profiles, or of what this target can be asked for.
        results.values().removeIf(result -> result.outcome() == Outcome.INAPPLICABLE);
        return results;
    }

    private static boolean contains(JsonNode list, String text) {
        for (JsonNode one : list) {
            if (one.asText().equals(text)) {
                return true;
            }
        }
        return false;
    }
}
