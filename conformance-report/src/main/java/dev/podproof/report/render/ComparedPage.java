package dev.podproof.report.render;

import dev.podproof.report.verdict.Compared;
import dev.podproof.report.verdict.Compared.Change;
import dev.podproof.report.verdict.Outcome;
import dev.podproof.report.verdict.Published;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reports side by side as templates and the terminal show them. Public, like its parts, because FreeMarker reads them.
 *
 * @param summary how much changed, in one line
 * @param warnings why the comparison is not all that it could be
 * @param verdicts a line for each profile that any of them decided
 * @param different requirements that differ, the worst first
 * @param same IDs of those that do not
 */
public record ComparedPage(
        String summary,
        List<String> warnings,
        List<Column> columns,
        List<Line> verdicts,
        List<Line> different,
        List<String> same) {
    private static final String NOT_ASKED = "–";

    /**
     * A report.
     *
     * @param letter by which the lines name it
     */
    public record Column(String letter, String implementation, String startedAt, String suite, String label) {}

    /**
     * What each of them says.
     *
     * @param name a requirement's ID or a profile
     * @param words one for each report
     * @param change in what way they differ; empty for a profile
     */
    public record Line(String name, String level, String statement, List<String> words, String change) {}

    static ComparedPage of(Compared compared) {
        List<Published> reports = compared.reports();
        return new ComparedPage(
                summary(compared),
                warnings(compared),
                columns(reports),
                verdicts(reports),
                compared.different().stream().map(ComparedPage::line).toList(),
                compared.rows().stream()
                        .filter(row -> row.change() == Change.NONE)
                        .map(Compared.Row::id)
                        .sorted()
                        .toList());
    }

    private static String summary(Compared compared) {
        return Arrays.stream(Change.values())
                .filter(change -> change != Change.OTHER || compared.count(change) > 0)
                .map(change -> compared.count(change) + " " + change.words())
                .collect(Collectors.joining(", "));
    }

    private static List<String> warnings(Compared compared) {
        List<String> warnings = new ArrayList<>();
        if (!compared.bySameSuite()) {
            warnings.add("Not all were judged by the same suite: a difference can be one of the suites.");
        }
        if (compared.rows().isEmpty()) {
            warnings.add("No requirement was asked of two of them: there is nothing to compare.");
        }
        for (int i = 0; i < compared.reports().size(); i++) {
            Published report = compared.reports().get(i);
            if (!report.isWhole()) {
                warnings.add("Run " + letter(i) + " did not come to its end (" + report.ended() + ").");
            }
        }
        return warnings;
    }

    private static List<Column> columns(List<Published> reports) {
        List<Column> columns = new ArrayList<>();
        for (Published report : reports) {
            columns.add(new Column(
                    letter(columns.size()),
                    report.implementation(),
                    report.startedAt().replaceFirst("\\.[0-9]+Z$", "Z"),
                    report.suite() + " " + report.digest(),
                    report.label()));
        }
        return columns;
    }

    private static String letter(int column) {
        return String.valueOf((char) ('A' + column));
    }

    private static List<Line> verdicts(List<Published> reports) {
        return reports.stream()
                .flatMap(report -> report.verdicts().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .map(profile -> new Line(
                        profile,
                        "",
                        "",
                        reports.stream()
                                .map(report -> report.verdicts().getOrDefault(profile, NOT_ASKED))
                                .toList(),
                        ""))
                .toList();
    }

    private static Line line(Compared.Row row) {
        return new Line(
                row.id(),
                row.level().toUpperCase(Locale.ROOT),
                row.statement().strip(),
                row.outcomes().stream()
                        .map(outcome -> outcome.map(Outcome::word).orElse(NOT_ASKED))
                        .toList(),
                row.change().words());
    }
}
