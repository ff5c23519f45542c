package dev.podproof.report.render;

import dev.podproof.report.verdict.Cell;
import dev.podproof.report.verdict.Matrix;
import dev.podproof.report.verdict.Report;
import dev.podproof.report.verdict.RequirementResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the same calls came to on Docker alone, on Docker's own overlay network and on the pods' network, as numbers that are counted in
 * the record.
 *
 * @param subjects what was called on
 */
public record SideBySide(List<String> subjects, List<Line> lines) {
    private static final String NOT_RECORDED = "not recorded";

    public SideBySide {
        subjects = List.copyOf(subjects);
        lines = List.copyOf(lines);
    }

    /** A question, and the answer for each subject. */
    public record Line(String question, List<String> answers) {
        public Line {
            answers = List.copyOf(answers);
        }
    }

    /**
     * What was recorded of one network.
     *
     * @param guests what called and was called
     * @param answers calls with who answered them
     * @param ends calls that show who has which address
     * @param sources calls with the source address that the server saw
     */
    record Subject(String label, String guests, List<Cell> answers, List<Cell> ends, List<Cell> sources) {
        private boolean isRecorded() {
            return !answers.isEmpty() || !sources.isEmpty();
        }
    }

    /**
     * What a run recorded of them.
     *
     * @param network what its pods' network is called
     */
    static List<Subject> subjects(String network, Report report) {
        return Stream.of(
                        new Subject(
                                "Docker alone",
                                "containers",
                                answers(report, "DKR-02"),
                                answers(report, "DKR-03"),
                                sources(report, "DKR-04")),
                        new Subject(
                                "Docker's overlay (swarm)",
                                "containers",
                                answers(report, "DKR-09"),
                                answers(report, "DKR-09"),
                                List.of()),
                        new Subject(
                                network,
                                "pods",
                                answers(report, "NET-02"),
                                answers(report, "NET-02"),
                                sources(report, "NET-03")))
                .filter(Subject::isRecorded)
                .toList();
    }

    /** Puts them beside each other; nothing where there is nothing to compare. */
    static SideBySide of(List<Subject> subjects) {
        if (subjects.size() < 2) {
            return new SideBySide(List.of(), List.of());
        }
        return new SideBySide(
                subjects.stream().map(Subject::label).toList(),
                List.of(
                        line("Addresses", subjects, subject -> addresses(subject)),
                        line(
                                "Calls on one host that reached whom they were meant for",
                                subjects,
                                subject -> reached(subject.answers(), SideBySide::isNear)),
                        line(
                                "Calls to another host that reached whom they were meant for",
                                subjects,
                                subject -> reached(subject.answers(), cell -> !isNear(cell))),
                        line(
                                "Calls from another host that came with the caller's own address",
                                subjects,
                                subject -> own(subject.sources()))));
    }

    private static Line line(String question, List<Subject> subjects, Function<Subject, String> answer) {
        return new Line(question, subjects.stream().map(answer).toList());
    }

    private static String addresses(Subject subject) {
        List<Cell> cells = subject.ends();
        long ends = cells.stream()
                .flatMap(cell -> Stream.of(cell.fromHost() + "/" + cell.from(), cell.toHost() + "/" + cell.to()))
                .distinct()
                .count();
        long addresses = cells.stream()
                .flatMap(cell -> Stream.of(cell.fromAddress(), cell.toAddress()))
                .distinct()
                .count();
        return cells.isEmpty()
                ? NOT_RECORDED
                : ends + " " + subject.guests() + ", " + addresses + (addresses == 1 ? " address" : " addresses");
    }

    private static String reached(List<Cell> cells, Predicate<Cell> among) {
        return share(cells, among, cell -> cell.seen().equals(cell.to()));
    }

    private static String own(List<Cell> cells) {
        return share(cells, cell -> !isNear(cell), cell -> cell.seen().equals(cell.fromAddress()));
    }

    private static String share(List<Cell> cells, Predicate<Cell> among, Predicate<Cell> counted) {
        List<Cell> all = cells.stream().filter(among).toList();
        return all.isEmpty() ? NOT_RECORDED : share(all.stream().filter(counted).count(), all.size());
    }

    /** A part of a whole in words. */
    static String share(long part, int whole) {
        if (part == 0) {
            return "none of " + whole;
        }
        return part == whole ? whole == 1 ? "the only one" : "all " + whole : part + " of " + whole;
    }

    private static boolean isNear(Cell cell) {
        return cell.fromHost().equals(cell.toHost());
    }

    private static List<Cell> answers(Report report, String requirement) {
        return cells(report, requirement, Matrix::showsAnswers);
    }

    private static List<Cell> sources(Report report, String requirement) {
        return cells(report, requirement, Matrix::showsSources);
    }

    private static List<Cell> cells(Report report, String requirement, Predicate<Matrix> which) {
        List<Cell> cells = new ArrayList<>();
        RequirementResult result = report.byId().get(requirement);
        if (result != null) {
            result.scenarios().stream()
                    .flatMap(scenario -> scenario.examples().stream())
                    .flatMap(example -> example.matrices().stream())
                    .filter(which)
                    .forEach(matrix -> cells.addAll(matrix.cells()));
        }
        return cells;
    }
}
