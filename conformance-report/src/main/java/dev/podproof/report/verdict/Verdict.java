package dev.podproof.report.verdict;

import dev.podproof.features.Requirement;
import io.cucumber.messages.types.Attachment;
import io.cucumber.messages.types.Envelope;
import io.cucumber.messages.types.Exception;
import io.cucumber.messages.types.ParseError;
import io.cucumber.messages.types.TestStepResult;
import io.cucumber.messages.types.TestStepResultStatus;
import io.cucumber.messages.types.Timestamp;
import io.cucumber.query.Query;
import io.cucumber.query.Repository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The pure function from what was recorded to the report. */
public final class Verdict {
    private Verdict() {}

    /**
     * Judges a whole run.
     *
     * @param requirements all of the specification's, in its order
     * @param messages the record, in its order
     * @throws RecordUnreadable when it is no record of a run
     */
    public static Report of(List<Requirement> requirements, List<Envelope> messages) {
        RunStart begun = attachment(messages, Recorded.RUN, RunStart.class)
                .orElseThrow(() ->
                        new RecordUnreadable("The record does not say what was run; podproof run did not write it"));
        RunStart start = attachment(messages, Recorded.SINCE, RunSince.class)
                .map(since -> since.completes(begun))
                .orElse(begun);
        RunEnd end = attachment(messages, Recorded.END, RunEnd.class).orElseGet(() -> killed(start, messages));
        Repository repository = repository();
        messages.forEach(repository::update);
        Query query = new Query(repository);
        Set<String> ids = new LinkedHashSet<>();
        requirements.forEach(r -> ids.add(r.id()));

        ScenarioJudge judge = new ScenarioJudge(query, end.ended());
        Map<String, List<ScenarioResult>> scenarios = judge.byRequirement(ids);
        List<String> errors = errors(messages, query, end);
        judge.unclaimed(ids).forEach(name -> errors.add("No requirement claims the scenario " + name));
        errors.addAll(0, notUndone(scenarios));
        RequirementJudge requirementJudge = new RequirementJudge(start, end);
        List<RequirementResult> results = requirements.stream()
                .map(r -> requirementJudge.judge(r, scenarios.getOrDefault(r.id(), List.of())))
                .toList();
        return new Report(
                start,
                end,
                Conclusions.perProfile(start.profiles(), results, !errors.isEmpty()),
                results,
                errors,
                Timeline.of(query, ids, start, end));
    }

    /** Sentences about changes of the target that are left: its owner has to know them first. */
    private static List<String> notUndone(Map<String, List<ScenarioResult>> scenarios) {
        return scenarios.values().stream()
                .flatMap(List::stream)
                .flatMap(scenario -> scenario.examples().stream())
                .filter(example -> !example.notUndone().isEmpty())
                .map(example -> example.name() + ": " + example.notUndone())
                .distinct()
                .toList();
    }

    static Repository repository() {
        Repository.Builder builder = Repository.builder();
        for (Repository.RepositoryFeature feature : Repository.RepositoryFeature.values()) {
            builder.feature(feature, true);
        }
        return builder.build();
    }

    private static List<String> errors(List<Envelope> messages, Query query, RunEnd end) {
        List<String> errors = new ArrayList<>(end.errors());
        messages.stream()
                .flatMap(m -> m.getParseError().stream())
                .map(ParseError::getMessage)
                .forEach(error -> errors.add("A feature file cannot be understood: " + error));
        query.findAllTestRunHookFinished().stream()
                .map(hook -> hook.getResult())
                .filter(result -> result.getStatus() != TestStepResultStatus.PASSED)
                .map(Verdict::message)
                .forEach(error -> errors.add("The suite failed before or after all scenarios: " + error));
        return errors;
    }

    private static String message(TestStepResult result) {
        return result.getException()
                .flatMap(Exception::getMessage)
                .or(result::getMessage)
                .orElse(result.getStatus().value());
    }

    /** A record without an end is of a run that was killed; it lasted at least until its last message. */
    private static RunEnd killed(RunStart start, List<Envelope> messages) {
        Instant last = messages.stream()
                .flatMap(Verdict::timestamps)
                .map(t -> Instant.ofEpochSecond(t.getSeconds(), t.getNanos()))
                .max(Instant::compareTo)
                .filter(start.startedAt()::isBefore)
                .orElse(start.startedAt());
        return new RunEnd(last, List.of(), 0, true, RunEnd.Ended.KILLED, List.of(), "", Effort.NONE, List.of());
    }

    private static Stream<Timestamp> timestamps(Envelope message) {
        return Stream.of(
                        message.getTestCaseStarted().map(m -> m.getTimestamp()),
                        message.getTestStepFinished().map(m -> m.getTimestamp()),
                        message.getTestCaseFinished().map(m -> m.getTimestamp()))
                .flatMap(Optional::stream);
    }

    private static <T> Optional<T> attachment(List<Envelope> messages, String mediaType, Class<T> type) {
        List<Attachment> attachments =
                messages.stream().flatMap(m -> m.getAttachment().stream()).toList();
        List<T> found = Attachments.read(attachments, mediaType, type);
        if (found.size() > 1) {
            throw new RecordUnreadable("The record holds " + found.size() + " runs; it should hold one");
        }
        return found.stream().findFirst();
    }
}
