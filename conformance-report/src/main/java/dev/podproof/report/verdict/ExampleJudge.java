package dev.podproof.report.verdict;

import io.cucumber.messages.types.Attachment;
import io.cucumber.messages.types.Pickle;
import io.cucumber.messages.types.PickleDocString;
import io.cucumber.messages.types.PickleStep;
import io.cucumber.messages.types.PickleStepArgument;
import io.cucumber.messages.types.PickleStepType;
import io.cucumber.messages.types.PickleTableCell;
import io.cucumber.messages.types.TestCaseStarted;
import io.cucumber.messages.types.TestStep;
import io.cucumber.messages.types.TestStepFinished;
import io.cucumber.query.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Judges one execution of a scenario from its messages: suite.md's rules of outcomes, in one place. */
final class ExampleJudge {
    private final Query query;

    ExampleJudge(Query query) {
        this.query = query;
    }

    /** The outcome of an example that started; untested when its end was never recorded. */
    Example judge(Pickle pickle, Map<String, String> values, TestCaseStarted started, RunEnd.Ended ended) {
        List<Step> steps = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        List<Attachment> seen = new ArrayList<>();
        List<Attachment> compared = new ArrayList<>();
        for (Map.Entry<TestStepFinished, TestStep> entry : query.findTestStepFinishedAndTestStepBy(started)) {
            TestStepFinished finished = entry.getKey();
            Optional<PickleStep> step = query.findPickleStepBy(entry.getValue());
            Optional<PickleStepType> type = step.flatMap(PickleStep::getType);
            String text = step.map(PickleStep::getText).orElse("before or after the scenario");
            findings.add(Finding.of(type, text, finished.getTestStepResult()));
            steps.add(new Step(
                    step.flatMap(query::findStepBy)
                            .map(s -> s.getKeyword().strip())
                            .orElse(""),
                    text,
                    step.flatMap(PickleStep::getArgument)
                            .map(ExampleJudge::argument)
                            .orElse(""),
                    finished.getTestStepResult().getStatus().value().toLowerCase(Locale.ROOT),
                    seconds(finished.getTestStepResult().getDuration())));
            List<Attachment> attached = query.findAttachmentsBy(finished);
            seen.addAll(attached);
            // What a Given compares only prepares; a scenario that observes nothing else has observed nothing.
            if (type.filter(PickleStepType.OUTCOME::equals).isPresent()) {
                compared.addAll(attached);
            }
        }
        if (query.findTestCaseFinishedBy(started).isEmpty()) {
            return Example.untested(pickle.getName(), values, ended.because() + " was over", steps);
        }
        double seconds = query.findTestCaseDurationBy(started)
                .map(Duration::toMillis)
                .map(ms -> ms / 1000.0)
                .orElse(0.0);
        try {
            List<Observation> observations = Attachments.read(compared, Recorded.OBSERVATION, Observation.class);
            List<Matrix> matrices = Attachments.read(compared, Recorded.MATRIX, Matrix.class);
            List<Evidence> evidence = Attachments.read(seen, Recorded.EVIDENCE, Evidence.class);
            findings.add(checkRecord(worst(findings), observations, matrices));
            return example(pickle, values, findings, seconds, steps, observations, matrices, evidence);
        } catch (RecordUnreadable e) {
            findings.add(Finding.error(e.getMessage()));
            return example(pickle, values, findings, seconds, steps, List.of(), List.of(), List.of());
        }
    }

    /** Nothing passes on nothing, and nothing passes against what it recorded itself. */
    private static Finding checkRecord(Finding sofar, List<Observation> observations, List<Matrix> matrices) {
        if (sofar.outcome() != Outcome.PASSED) {
            return Finding.PASSED;
        }
        if (observations.isEmpty() && matrices.stream().allMatch(m -> m.cells().isEmpty())) {
            return Finding.error("Nothing was observed");
        }
        return observations.stream()
                .filter(o -> !o.met())
                .map(Observation::what)
                .findFirst()
                .or(() -> matrices.stream()
                        .filter(m -> m.met() < m.cells().size())
                        .map(Matrix::title)
                        .findFirst())
                .map(what -> Finding.error("The suite recorded that this was not met, and went on: " + what))
                .orElse(Finding.PASSED);
    }

    /** The first of the worst, so that a reason is the earliest one. */
    private static Finding worst(List<Finding> findings) {
        Outcome worst = Outcome.worst(findings.stream().map(Finding::outcome).toList());
        return findings.stream()
                .filter(f -> f.outcome() == worst)
                .findFirst()
                // No step at all: an example that did nothing has observed nothing.
                .orElse(Finding.PASSED);
    }

    private static Example example(
            Pickle pickle,
            Map<String, String> values,
            List<Finding> findings,
            double seconds,
            List<Step> steps,
            List<Observation> observations,
            List<Matrix> matrices,
            List<Evidence> evidence) {
        Finding finding = worst(findings);
        return new Example(
                pickle.getName(),
                values,
                finding.outcome(),
                finding.reason(),
                finding.cause(),
                notUndone(findings),
                seconds,
                steps,
                observations,
                matrices,
                evidence);
    }

    /** A step that failed before may have the worse outcome, or the earlier reason. */
    private static String notUndone(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.cause() == Cause.NOT_UNDONE)
                .map(Finding::reason)
                .findFirst()
                .orElse("");
    }

    private static String argument(PickleStepArgument argument) {
        return argument.getDocString()
                .map(PickleDocString::getContent)
                .or(() -> argument.getDataTable()
                        .map(table -> table.getRows().stream()
                                .map(row -> row.getCells().stream()
                                        .map(PickleTableCell::getValue)
                                        .collect(Collectors.joining(" | ", "| ", " |")))
                                .collect(Collectors.joining("\n"))))
                .orElse("");
    }

    private static double seconds(io.cucumber.messages.types.Duration duration) {
        return duration.getSeconds() + duration.getNanos() / 1e9;
    }

    /** The execution that counts: the last attempt. */
    static Optional<TestCaseStarted> lastAttempt(List<TestCaseStarted> attempts) {
        return attempts.stream().max(Comparator.comparing(TestCaseStarted::getAttempt));
    }
}
