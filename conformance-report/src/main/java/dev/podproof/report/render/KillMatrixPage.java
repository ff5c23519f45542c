package dev.podproof.report.render;

import dev.podproof.report.verdict.KillMatrix;
import dev.podproof.report.verdict.KillMatrix.Row;
import dev.podproof.report.verdict.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the templates show of a kill matrix. Public, like its parts, because FreeMarker reads them.
 *
 * @param requirements the columns of the picture
 * @param lines its rows, the healthy cluster first
 */
public record KillMatrixPage(
        String digest, String score, boolean flawless, double hours, List<String> requirements, List<Line> lines) {
    private static final double SECONDS_OF_AN_HOUR = 3600;

    /**
     * A fault.
     *
     * @param fate as the name of a style
     * @param said what is wrong with what came out; empty if nothing is
     */
    public record Line(String fault, String fate, String said, double seconds, List<Box> boxes) {}

    /**
     * What a requirement came to.
     *
     * @param kind as the name of a style; empty where nothing was decided
     */
    public record Box(String requirement, String kind, String outcome) {}

    static KillMatrixPage of(KillMatrix matrix) {
        List<Row> rows =
                Stream.concat(matrix.control().stream(), matrix.rows().stream()).toList();
        List<String> requirements = List.copyOf(rows.stream()
                .flatMap(row -> row.outcomes().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new)));
        return new KillMatrixPage(
                matrix.digest(),
                matrix.score(),
                matrix.flawless(),
                rows.stream().mapToDouble(Row::seconds).sum() / SECONDS_OF_AN_HOUR,
                requirements,
                rows.stream().map(row -> line(row, requirements)).toList());
    }

    private static Line line(Row row, List<String> requirements) {
        List<String> said = new ArrayList<>();
        if (!row.reason().isEmpty()) {
            said.add(row.reason());
        }
        row.missed().forEach((id, outcome) -> said.add(id + " is violated and " + outcome.word()));
        row.unexpected().forEach((id, outcome) -> said.add(id + " is not violated and " + outcome.word()));
        return new Line(
                row.fault(),
                row.fault().equals(Row.HEALTHY)
                        ? Row.HEALTHY
                        : row.fate().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                String.join("; ", said),
                row.seconds(),
                requirements.stream().map(id -> box(row, id)).toList());
    }

    private static Box box(Row row, String id) {
        Outcome outcome = row.outcomes().get(id);
        if (outcome == null) {
            return new Box(id, "", "not held against it");
        }
        boolean wanted = row.named().contains(id);
        boolean failed = outcome == Outcome.FAILED;
        String kind = wanted
                ? failed ? "killed" : "missed"
                : row.expected().contains(id) ? "side" : outcome == Outcome.PASSED ? "passed" : "unexpected";
        return new Box(id, kind, outcome.word());
    }
}
