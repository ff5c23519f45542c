package dev.podproof.report.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.podproof.report.verdict.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Holds the files of a report against what its record comes to. */
public final class Verification {
    private static final int MOST = 20;
    private static final String NOTHING = "nothing";

    private Verification() {}

    /**
     * A line for each thing that differs; none when the report says what its record says.
     *
     * @param report what the record comes to
     * @param folder the report's, with the record
     * @param scratch an empty one, in which the report is made again
     */
    public static List<String> differences(Report report, Path folder, Path scratch) throws IOException {
        Optional<String> record = RecordDigest.of(folder.resolve(ReportFiles.MESSAGES));
        ReportFiles.write(report, record, scratch);
        Set<Path> files = new TreeSet<>();
        for (Path each : List.of(folder, scratch)) {
            for (String name : ReportFiles.names()) {
                files.addAll(files(each, name));
            }
        }
        files.remove(Path.of(ReportFiles.MESSAGES));
        List<String> lines = new ArrayList<>();
        for (Path file : files) {
            lines.addAll(differences(file, folder.resolve(file), scratch.resolve(file)));
        }
        return lines;
    }

    private static List<Path> files(Path folder, String name) throws IOException {
        Path top = folder.resolve(name);
        if (!Files.exists(top)) {
            return List.of();
        }
        try (Stream<Path> below = Files.walk(top)) {
            return below.filter(Files::isRegularFile).map(folder::relativize).toList();
        }
    }

    private static List<String> differences(Path name, Path there, Path made) throws IOException {
        if (!Files.exists(there)) {
            return List.of(name + " is missing");
        }
        if (!Files.exists(made)) {
            return List.of(name + " is not from the record");
        }
        long first = Files.mismatch(there, made);
        if (first < 0) {
            return List.of();
        }
        return name.equals(Path.of(ReportFiles.REPORT))
                ? differences(there, made)
                : List.of(name + " differs from what the record comes to, first in line " + lineOf(there, first));
    }

    private static long lineOf(Path file, long position) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        long line = 1;
        for (int i = 0; i < Math.min(position, bytes.length); i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    private static List<String> differences(Path there, Path made) throws IOException {
        Map<String, String> said = new LinkedHashMap<>();
        Map<String, String> found = new LinkedHashMap<>();
        try {
            flatten("", new YAMLMapper().readTree(there.toFile()), said);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return List.of("report.yaml cannot be read: "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        }
        flatten("", new YAMLMapper().readTree(made.toFile()), found);
        Set<String> paths = new LinkedHashSet<>(found.keySet());
        paths.addAll(said.keySet());
        List<String> lines = new ArrayList<>(paths.stream()
                .filter(path -> !said.getOrDefault(path, NOTHING).equals(found.getOrDefault(path, NOTHING)))
                .map(path -> "report.yaml: " + path
                        + differs(said.getOrDefault(path, NOTHING), found.getOrDefault(path, NOTHING)))
                .toList());
        if (lines.isEmpty()) {
            return List.of("report.yaml says the same in other words");
        }
        if (lines.size() > MOST) {
            int more = lines.size() - MOST;
            lines = new ArrayList<>(lines.subList(0, MOST));
            lines.add("report.yaml: and " + more + " more");
        }
        return lines;
    }

    private static String differs(String said, String found) {
        String shown = Brief.of(said).text();
        String expected = Brief.of(found).text();
        return shown.equals(expected)
                ? " begins as the record has it and goes on otherwise: " + shown
                : " is " + shown + ", and the record comes to " + expected;
    }

    /** Each value by where it stands; requirements by their IDs, and not by their numbers. */
    private static void flatten(String path, JsonNode node, Map<String, String> values) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                flatten(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), values);
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                String name = node.get(i).path("id").asText(Integer.toString(i));
                flatten(path + "." + name, node.get(i), values);
            }
        } else {
            values.put(path, node.asText());
        }
    }
}
