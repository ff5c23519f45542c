package dev.podproof.report.verdict;

import dev.podproof.features.Requirement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Several runs of one specification side by side, such as one for each overlay of the reference. */
public record Columns(String noun, List<Column> columns) {
    public Columns {
        columns = List.copyOf(columns);
    }

    /** Columns whose names say what they are: runs in their order have numbers, others are of a network each. */
    public Columns(List<Column> columns) {
        this(columns.stream().allMatch(column -> column.name().matches("\\d+")) ? "run" : "network", columns);
    }

    /** How often each requirement came to which outcome, for those that did not pass every time. */
    public Map<String, Map<Outcome, Integer>> unsteady() {
        Map<String, Map<Outcome, Integer>> unsteady = new LinkedHashMap<>();
        for (Group group : groups()) {
            for (Row row : group.rows()) {
                Map<Outcome, Integer> counts = new TreeMap<>();
                row.results().forEach(result -> counts.merge(result.outcome(), 1, Integer::sum));
                if (!counts.keySet().equals(Set.of(Outcome.PASSED))) {
                    unsteady.put(row.requirement().id(), counts);
                }
            }
        }
        return unsteady;
    }

    /**
     * One run.
     *
     * @param name what tells it from the others, and the name of the folder that holds its record
     */
    public record Column(String name, Report report) {
        /** Why nothing was run; empty where something was. */
        public Optional<String> whyNotRun() {
            return report.end().ended() == RunEnd.Ended.NOT_RUN
                    ? Optional.of(report.end().because())
                    : Optional.empty();
        }
    }

    /**
     * Columns that were asked for the same, with what came out of each.
     *
     * @param rows one for each requirement that was asked for, in the specification's order
     */
    public record Group(List<Column> columns, List<Row> rows) {
        public Group {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }

    /** A requirement, and what came out in each column of its group. */
    public record Row(Requirement requirement, List<RequirementResult> results) {
        public Row {
            results = List.copyOf(results);
        }
    }

    /** Columns of one kind together, in the order in which they were run. */
    public List<Group> groups() {
        Map<List<String>, List<Column>> byAsked = new LinkedHashMap<>();
        for (Column column : columns) {
            List<String> asked =
                    column.report().asked().stream().map(RequirementResult::id).toList();
            byAsked.computeIfAbsent(asked, unused -> new ArrayList<>()).add(column);
        }
        return byAsked.values().stream().map(Columns::group).toList();
    }

    private static Group group(List<Column> columns) {
        List<Row> rows = columns.get(0).report().asked().stream()
                .map(asked -> new Row(
                        asked.requirement(),
                        columns.stream()
                                .map(column -> column.report().byId().get(asked.id()))
                                .toList()))
                .toList();
        return new Group(columns, rows);
    }

    /** The worst verdict of all; nothing at all is inconclusive. */
    public Conformance conformance() {
        return columns.stream()
                .map(column -> column.report().conformance())
                .max(Comparator.naturalOrder())
                .orElse(Conformance.INCONCLUSIVE);
    }

    /** The word for {@link #conformance()}; see {@link Report#word()}. */
    public String word() {
        boolean selection = columns.stream().anyMatch(column -> column.report().isSelection());
        return selection ? conformance().wordOfSelection() : conformance().word();
    }

    /** Wall time of all of them in seconds; they follow each other. */
    public double seconds() {
        return columns.stream().mapToDouble(column -> column.report().seconds()).sum();
    }
}
