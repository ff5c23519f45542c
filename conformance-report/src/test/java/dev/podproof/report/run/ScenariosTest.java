package dev.podproof.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.features.Basis;
import dev.podproof.features.Level;
import dev.podproof.features.Profile;
import dev.podproof.features.Requirement;
import dev.podproof.report.run.glue.DemoSteps;
import dev.podproof.report.verdict.Attachments;
import dev.podproof.report.verdict.LiveVerdict;
import dev.podproof.report.verdict.Outcome;
import dev.podproof.report.verdict.Recorded;
import dev.podproof.report.verdict.Recording;
import dev.podproof.report.verdict.Report;
import dev.podproof.report.verdict.RunEnd;
import dev.podproof.report.verdict.RunStart;
import dev.podproof.report.verdict.Verdict;
import io.cucumber.messages.types.Envelope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real scenarios, run by the real engine and judged from the real record; only the cluster is missing. */
class ScenariosTest {
    private static final Scenarios.Source DEMO =
            new Scenarios.Source("dev.podproof.report.run.scenarios", "dev.podproof.report.run.glue");
    private static final List<Requirement> REQUIREMENTS = Stream.of("NET-01", "NET-02", "NET-03")
            .map(id -> new Requirement(
                    id,
                    Level.MUST,
                    Basis.STATED,
                    Profile.PORTABLE,
                    "Networking",
                    List.of(),
                    "What " + id + " asks for",
                    ""))
            .toList();

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final List<LiveVerdict.Finished> live = new ArrayList<>();
    private final LiveVerdict liveVerdict = new LiveVerdict(Set.of("NET-01", "NET-02", "NET-03"));
    private final Recorder recorder =
            new Recorder(file, message -> liveVerdict.update(message).ifPresent(live::add));
    private final Ending ending = new Ending();
    private Map<String, Integer> planned;

    @BeforeEach
    void holdNothing() {
        DemoSteps.reached = new CountDownLatch(1);
        DemoSteps.released = new CountDownLatch(1);
    }

    private List<String> run(Duration limit, int parallel, String... ids) {
        Scenarios scenarios = Scenarios.find(DEMO, Set.of(ids), Clock.systemUTC());
        planned = scenarios.planned();
        return ending.run(scenarios, parallel, recorder, limit);
    }

    private Report report(String... selected) throws IOException {
        RunStart start = new RunStart(
                Instant.EPOCH,
                new RunStart.Implementation("demo", "1", "reference", 1),
                new RunStart.Suite("1", "sha256:0"),
                Map.of(),
                Map.of(),
                List.of(Profile.PORTABLE),
                Optional.of(List.of(selected)),
                planned,
                null,
                Map.of());
        recorder.last(Envelope.of(Attachments.of(Recorded.RUN, start)));
        recorder.last(Envelope.of(Attachments.of(
                Recorded.END,
                new RunEnd(Instant.EPOCH, List.of(), 0, false, ending.how(), List.of(), "", null, List.of()))));
        recorder.close();
        return Verdict.of(REQUIREMENTS, Recording.read(new StringReader(file.toString(StandardCharsets.UTF_8))));
    }

    @Test
    void whatIsSelectedRunsAndNothingElseAppears() throws IOException {
        List<String> errors = run(Ending.NO_LIMIT, 2, "NET-01", "NET-02");

        assertThat(errors).isEmpty();
        assertThat(planned).containsOnly(Map.entry("NET-01", 3), Map.entry("NET-02", 1));
        assertThat(live).hasSize(4);
        Report report = report("NET-01", "NET-02");
        assertThat(report.byId().get("NET-01").outcome()).isEqualTo(Outcome.PASSED);
        assertThat(report.byId().get("NET-01").observationCount()).isEqualTo(3);
        assertThat(report.byId().get("NET-02").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(report.byId().get("NET-02").reason()).isEqualTo("expected a, observed b");
        assertThat(report.byId().get("NET-03").outcome()).isEqualTo(Outcome.UNTESTED);
        assertThat(report.errors()).isEmpty();
    }

    @Test
    void whatEndsIsJudgedAtOnce() {
        run(Ending.NO_LIMIT, 1, "NET-02");

        assertThat(live).singleElement().satisfies(finished -> {
            assertThat(finished.requirements()).containsExactly("NET-02");
            assertThat(finished.example().outcome()).isEqualTo(Outcome.FAILED);
        });
    }

    @Test
    void withoutTimeNothingStarts() throws IOException {
        run(Duration.ZERO, 1, "NET-01");

        assertThat(ending.how()).isEqualTo(RunEnd.Ended.TIME_OUT);
        assertThat(live).isEmpty();
        assertThat(report("NET-01").byId().get("NET-01").reason()).isEqualTo("the time ran out before it");
    }

    @Test
    void whenTimeRunsOutWhatRunsMayFinishAndNothingElseStarts() throws Exception {
        CompletableFuture<List<String>> running =
                CompletableFuture.supplyAsync(() -> run(Duration.ofMillis(500), 1, "NET-03"));
        assertThat(DemoSteps.reached.await(30, TimeUnit.SECONDS)).isTrue();
        while (ending.how() != RunEnd.Ended.TIME_OUT) {
            Thread.onSpinWait();
        }
        DemoSteps.released.countDown();
        running.get(30, TimeUnit.SECONDS);

        assertThat(live).hasSize(1);
        assertThat(report("NET-03").byId().get("NET-03").outcome()).isEqualTo(Outcome.UNTESTED);
    }

    @Test
    void anInterruptionWaitsForNothingAndLeavesTheRestUntested() throws Exception {
        CompletableFuture<List<String>> running =
                CompletableFuture.supplyAsync(() -> run(Ending.NO_LIMIT, 1, "NET-03"));
        assertThat(DemoSteps.reached.await(30, TimeUnit.SECONDS)).isTrue();
        ending.end(RunEnd.Ended.INTERRUPTED);
        running.get(30, TimeUnit.SECONDS);

        Report report = report("NET-03");
        DemoSteps.released.countDown();
        assertThat(report.byId().get("NET-03").outcome()).isEqualTo(Outcome.UNTESTED);
        assertThat(report.byId().get("NET-03").reason()).contains("interrupted");
    }

    @Test
    void theFirstReasonToEndStandsButAnInterruptionOverrulesIt() {
        ending.end(RunEnd.Ended.FAIL_FAST);
        ending.end(RunEnd.Ended.TIME_OUT);
        assertThat(ending.how()).isEqualTo(RunEnd.Ended.FAIL_FAST);

        ending.end(RunEnd.Ended.INTERRUPTED);
        assertThat(ending.how()).isEqualTo(RunEnd.Ended.INTERRUPTED);
    }
}
