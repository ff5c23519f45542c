package dev.podproof.report.render;

import dev.podproof.report.verdict.Columns;
import dev.podproof.report.verdict.Outcome;
import dev.podproof.report.verdict.Report;
import dev.podproof.report.verdict.RequirementResult;
import dev.podproof.report.verdict.RunStart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the templates show of several runs side by side. Public, like its parts, because FreeMarker reads them.
 *
 * @param start of a column that was run, for what is the same in all of them
 * @param noun of what tells the columns apart
 * @param groups columns that were asked for the same, as a table each
 * @param problems what failed, could not be decided, or was declared to be inapplicable, worst first
 * @param sources for each column, who saw which source address of a caller on another host
 */
public record ColumnsPage(
        RunStart start,
        String startedAt,
        String verdict,
        double seconds,
        String noun,
        List<Card> cards,
        List<Columns.Group> groups,
        List<Problem> problems,
        SideBySide contrast,
        List<SourceView> sources) {
    private static final int SHORT = 160;

    /**
     * A column at a glance.
     *
     * @param verdict a word, {@code not run} included
     * @param kind the verdict as the name of a style
     * @param reason why it was not run; empty where it was
     */
    public record Card(
            String name, String verdict, String kind, String reason, List<Page.Part> parts, int asked, Report report) {
        /** The reason without the logs that may follow it. */
        public String shortReason() {
            String line = reason.lines().findFirst().orElse("");
            return line.length() <= SHORT ? line : line.substring(0, SHORT) + " …";
        }
    }

    /** A requirement that did not pass in a column that was run. */
    public record Problem(String column, RequirementResult result) {}

    static ColumnsPage of(Columns columns) {
        RunStart start = columns.columns().stream()
                .min(Comparator.comparing(column -> column.whyNotRun().isPresent()))
                .map(column -> column.report().start())
                .orElseThrow(() -> new ReportInvalid("There is no column to report", null));
        return new ColumnsPage(
                start,
                Page.MINUTE.format(columns.columns().get(0).report().start().startedAt()),
                columns.word(),
                columns.seconds(),
                columns.noun(),
                columns.columns().stream().map(ColumnsPage::card).toList(),
                columns.groups(),
                problems(columns),
                SideBySide.of(subjects(columns)),
                sources(columns));
    }

    private static Card card(Columns.Column column) {
        Report report = column.report();
        Optional<String> whyNot = column.whyNotRun();
        return new Card(
                column.name(),
                whyNot.isPresent() ? "not run" : report.word(),
                whyNot.isPresent() ? "not-run" : report.conformance().word(),
                whyNot.orElse(""),
                Page.parts(report.asked()),
                report.asked().size(),
                report);
    }

    private static List<Problem> problems(Columns columns) {
        List<Problem> problems = new ArrayList<>();
        for (Outcome outcome : List.of(Outcome.FAILED, Outcome.CANT_TELL, Outcome.INAPPLICABLE)) {
            columns.columns()
                    .forEach(column -> column.report().asked().stream()
                            .filter(result -> result.outcome() == outcome)
                            .forEach(result -> problems.add(new Problem(column.name(), result))));
        }
        return problems;
    }

    /** Docker first: it is what the others are held against. */
    private static List<SideBySide.Subject> subjects(Columns columns) {
        return columns.columns().stream()
                .flatMap(column -> SideBySide.subjects(column.name(), column.report()).stream())
                .sorted(Comparator.comparing(subject -> !subject.label().startsWith("Docker")))
                .toList();
    }

    /** Of the pods' networks the calls between pods alone: the others are on each column's own page. */
    private static List<SourceView> sources(Columns columns) {
        Stream<SourceView> docker = columns.columns().stream()
                .flatMap(column -> SourceView.of(column.report()).stream())
                .filter(view -> view.requirement().startsWith("DKR-"));
        Stream<SourceView> pods = columns.columns().stream()
                .flatMap(column -> SourceView.of(column.report()).stream()
                        .filter(view -> view.requirement().equals("NET-03"))
                        .map(view -> view.of(column.name())));
        return Stream.concat(docker, pods).toList();
    }
}
