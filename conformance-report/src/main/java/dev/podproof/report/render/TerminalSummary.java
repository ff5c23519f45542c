package dev.podproof.report.render;

import dev.podproof.report.verdict.Columns;
import dev.podproof.report.verdict.Outcome;
import dev.podproof.report.verdict.Report;
import dev.podproof.report.verdict.RequirementResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The end of a run on a terminal: what did not pass and why, then a verdict line per chosen profile. */
public final class TerminalSummary {
    private static final int LINE = 300;

    private TerminalSummary() {}

    /** The requirements that were asked for and did not pass, a line for each reason, worst first. */
    public static List<String> problems(Report report) {
        List<String> lines = new ArrayList<>();
        report.errors().forEach(e -> lines.add("suite error  " + firstLine(e)));
        for (Outcome outcome : List.of(Outcome.FAILED, Outcome.CANT_TELL)) {
            List<RequirementResult> such = report.judged().stream()
                    .filter(result -> result.outcome() == outcome)
                    .toList();
            lines.addAll(lines(outcome.word(), such.stream().filter(r -> !r.warning())));
            lines.addAll(lines("warning", such.stream().filter(RequirementResult::warning)));
        }
        return lines;
    }

    private static List<String> lines(String word, Stream<RequirementResult> results) {
        return Alike.of(results.toList()).stream()
                .map(alike -> String.format("%-11s  %s  %s", word, alike.someIds(), firstLine(alike.reason())))
                .toList();
    }

    /** One line of counts over what was asked for. */
    public static String counts(Report report) {
        List<RequirementResult> judged = report.judged();
        List<String> parts = new ArrayList<>();
        for (Outcome outcome : List.of(Outcome.PASSED, Outcome.FAILED, Outcome.CANT_TELL, Outcome.UNTESTED)) {
            parts.add(Report.count(judged, outcome) + " " + outcome.word());
        }
        long inapplicable = Report.count(report.asked(), Outcome.INAPPLICABLE);
        if (inapplicable > 0) {
            parts.add("and " + inapplicable + " inapplicable");
        }
        String selection = report.start().requirements().isPresent() ? " selected" : "";
        return judged.size() + selection + " requirements: " + String.join(", ", parts)
                + String.format(
                        Locale.ROOT,
                        "; %d observations in %.0f s",
                        judged.stream()
                                .mapToInt(RequirementResult::observationCount)
                                .sum(),
                        report.seconds());
    }

    /** The last lines: a verdict per chosen profile and what it rests on; of a selection its own verdict is the last, as the exit code is. */
    public static List<String> verdicts(Report report) {
        List<String> lines = new ArrayList<>();
        report.verdicts()
                .forEach((profile, verdict) -> lines.add(verdict(
                        profile.word(),
                        verdict.word(),
                        report.requirements().stream()
                                .filter(r -> r.requirement().profile() == profile))));
        if (report.start().requirements().isPresent()) {
            lines.add(verdict("selection", report.word(), report.judged().stream()));
        }
        return lines;
    }

    /** What did not pass every time, where the same was run again and again. */
    public static List<String> unsteady(Columns columns) {
        List<String> lines = new ArrayList<>();
        if (columns.noun().equals("run")) {
            columns.unsteady()
                    .forEach((id, counts) ->
                            lines.add(id + " in " + columns.columns().size() + " runs: "
                                    + counts.entrySet().stream()
                                            .map(count -> count.getValue() + " "
                                                    + count.getKey().word())
                                            .collect(Collectors.joining(", "))));
            lines.add(
                    lines.isEmpty()
                            ? "every requirement passed in each of "
                                    + columns.columns().size() + " runs"
                            : "the other requirements passed every time");
        }
        return lines;
    }

    /** The failed and undecided requirements of all columns, each line with its column's name at the end. */
    public static List<String> problems(Columns columns) {
        List<String> lines = new ArrayList<>();
        for (Columns.Column column : columns.columns()) {
            column.whyNotRun()
                    .ifPresent(
                            why -> lines.add(String.format("%-11s  %s: %s", "not run", column.name(), firstLine(why))));
            problems(column.report()).forEach(line -> lines.add(line + " [" + column.name() + "]"));
        }
        return lines;
    }

    /** A line for each column: its verdict, and the counts that it rests on. */
    public static List<String> verdicts(Columns columns) {
        return columns.columns().stream()
                .map(column -> String.format(
                        "%-9s %-14s%s",
                        column.name(),
                        column.whyNotRun().isPresent()
                                ? "not run"
                                : column.report().word(),
                        counts(column.report())))
                .toList();
    }

    private static String verdict(String of, String verdict, Stream<RequirementResult> results) {
        List<RequirementResult> musts = results.filter(RequirementResult::must).toList();
        StringBuilder line = new StringBuilder(String.format("%-9s %-14s", of, verdict));
        line.append(Report.count(musts, Outcome.PASSED))
                .append(" of ")
                .append(musts.size())
                .append(" MUST passed");
        for (Outcome outcome : List.of(Outcome.FAILED, Outcome.CANT_TELL, Outcome.UNTESTED)) {
            long count = Report.count(musts, outcome);
            if (count > 0) {
                line.append(", ").append(count).append(' ').append(outcome.word());
            }
        }
        return line.toString();
    }

    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() <= LINE ? line : line.substring(0, LINE) + " … (all of it in the report)";
    }
}
