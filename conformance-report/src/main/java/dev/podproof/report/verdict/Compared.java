package dev.podproof.report.verdict;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reports side by side: of several implementations, or of one at several times. The first is what the others are held against.
 *
 * @param reports two or more
 * @param rows every requirement that can be compared: what differs first, the worst change first, MUST before SHOULD before MAY
 */
public record Compared(List<Published> reports, List<Row> rows) {
    private static final List<String> LEVELS = List.of("MUST", "SHOULD", "MAY");

    public Compared {
        reports = List.copyOf(reports);
        rows = List.copyOf(rows);
    }

    /** Compares two or more. */
    public static Compared of(List<Published> reports) {
        return new Compared(
                reports,
                reports.stream()
                        .flatMap(report -> report.results().keySet().stream())
                        .distinct()
                        .filter(id -> asked(reports, id).size() > 1)
                        .map(id -> row(reports, id))
                        .sorted(Comparator.comparing(Row::change)
                                .thenComparing(row -> LEVELS.indexOf(row.level()))
                                .thenComparing(Row::id))
                        .toList());
    }

    /** The change of a requirement from the first report to a later one, from worst to harmless. */
    public enum Change {
        /** It failed, and had not before. */
        BROKEN("broken"),
        /** It passed, and is not decided any more. */
        UNDECIDED("no longer decided"),
        /** It passed, and had not before. */
        MENDED("mended"),
        /** It passes neither before nor now, and not for the same reason. */
        OTHER("different"),
        NONE("the same");

        private final String words;

        Change(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }

        static Change of(Outcome before, Outcome after) {
            if (before == after) {
                return NONE;
            }
            if (after == Outcome.FAILED) {
                return BROKEN;
            }
            if (after == Outcome.PASSED) {
                return MENDED;
            }
            return before == Outcome.PASSED ? UNDECIDED : OTHER;
        }
    }

    /**
     * A requirement that at least two of them were asked about.
     *
     * @param outcomes one for each report; empty where it was not asked about
     * @param change the worst of the later ones against the first
     */
    public record Row(String id, String level, String statement, List<Optional<Outcome>> outcomes, Change change) {
        public Row {
            outcomes = List.copyOf(outcomes);
        }
    }

    /** Those of them that differ. */
    public List<Row> different() {
        return rows.stream().filter(row -> row.change() != Change.NONE).toList();
    }

    /** The number of requirements that changed that way. */
    public long count(Change change) {
        return rows.stream().filter(row -> row.change() == change).count();
    }

    /** True if all were judged by the same statements and scenarios. */
    public boolean bySameSuite() {
        return reports.stream().map(Published::digest).distinct().count() == 1;
    }

    /** 1 if anything broke, 3 if anything is no longer decided, a run was cut short or nothing can be compared, else 0. */
    public int exitCode() {
        if (count(Change.BROKEN) > 0) {
            return ExitCode.NONCONFORMANT;
        }
        boolean decided = !rows.isEmpty()
                && count(Change.UNDECIDED) == 0
                && reports.stream().allMatch(Published::isWhole);
        return decided ? ExitCode.CONFORMANT : ExitCode.INCONCLUSIVE;
    }

    private static List<Published> asked(List<Published> reports, String id) {
        return reports.stream().filter(report -> report.wasAsked(id)).toList();
    }

    private static Row row(List<Published> reports, String id) {
        List<Published.Result> results = asked(reports, id).stream()
                .map(report -> report.results().get(id))
                .toList();
        Published.Result first = results.get(0);
        return new Row(
                id,
                first.level(),
                first.statement(),
                reports.stream()
                        .map(report ->
                                Optional.ofNullable(report.results().get(id)).map(Published.Result::outcome))
                        .toList(),
                results.stream()
                        .map(result -> Change.of(first.outcome(), result.outcome()))
                        .min(Comparator.naturalOrder())
                        .orElseThrow());
    }
}
