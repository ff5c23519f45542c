package dev.podproof.report.verdict;

import io.cucumber.messages.types.Envelope;
import io.cucumber.messages.types.Pickle;
import io.cucumber.messages.types.TestCaseFinished;
import io.cucumber.query.Query;
import io.cucumber.query.Repository;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Judges each example at the moment it ends, with the same rules as the report. Not safe for threads. */
public final class LiveVerdict {
    private final Repository repository = Verdict.repository();
    private final Query query = new Query(repository);
    private final ExampleJudge judge = new ExampleJudge(query);
    private final Set<String> ids;

    /**
     * Starts with nothing recorded.
     *
     * @param ids of all requirements of the specification
     */
    public LiveVerdict(Set<String> ids) {
        this.ids = Set.copyOf(ids);
    }

    /** An example that has just ended, and the requirements that it belongs to. */
    public record Finished(List<String> requirements, Example example) {}

    /** Takes the next message; says which example ended with it, if one did. */
    public Optional<Finished> update(Envelope message) {
        repository.update(message);
        return message.getTestCaseFinished()
                .filter(finished -> !finished.getWillBeRetried())
                .flatMap(this::finished);
    }

    private Optional<Finished> finished(TestCaseFinished finished) {
        Optional<Pickle> pickle = query.findPickleBy(finished);
        return query.findTestCaseStartedBy(finished)
                .flatMap(started -> pickle.map(p -> new Finished(
                        ScenarioJudge.requirements(p, ids),
                        judge.judge(p, Map.of(), started, RunEnd.Ended.COMPLETED))));
    }
}
