package dev.podproof.report;

import dev.podproof.conformance.probe.Documents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The roles that docs/rights.md hands out. */
enum Role {
    SUITE("cluster-role.yaml"),
    DISRUPTION("cluster-role-disruption.yaml");

    private static final Path DOCS = Path.of("..", "docs");

    /** A row: verbs, then a resource. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([a-z, ]+) \\| `([a-z/.0-9]+)` \\|");

    private final String file;

    Role(String file) {
        this.file = file;
    }

    /** In the words of {@link dev.podproof.conformance.probe.Rights}. */
    Set<String> rights() {
        Set<String> rights = new TreeSet<>();
        Documents.yaml(read(DOCS.resolve("rights").resolve(file))).path("rules").forEach(rule -> {
            for (var verb : rule.path("verbs")) {
                rule.path("nonResourceURLs").forEach(url -> rights.add(verb.asText() + " " + url.asText()));
                rule.path("resources")
                        .forEach(resource -> rule.path("apiGroups")
                                .forEach(group -> rights.add(verb.asText() + " " + resource.asText()
                                        + (group.asText().isEmpty() ? "" : "." + group.asText()))));
            }
        });
        return rights;
    }

    static Set<String> onThePage() {
        return rows(read(DOCS.resolve("rights.md")));
    }

    /** Those of which the page says that every run takes them. */
    static Set<String> inEveryRun() {
        return rows(read(DOCS.resolve("rights.md")).split("(?m)^## ", -1)[1]);
    }

    private static Set<String> rows(String page) {
        Set<String> rights = new TreeSet<>();
        ROW.matcher(page).results().forEach(row -> {
            for (String verb : row.group(1).split(", ", -1)) {
                rights.add(verb + " " + row.group(2));
            }
        });
        return rights;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
