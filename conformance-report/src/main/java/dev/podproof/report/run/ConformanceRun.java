package dev.podproof.report.run;

import dev.podproof.conformance.MissingNeed;
import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.probe.ApiLost;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.probe.ApiRefused;
import dev.podproof.conformance.subject.ClusterUnderTest;
import dev.podproof.conformance.subject.Counts;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.subject.Subject;
import dev.podproof.features.Requirement;
import dev.podproof.features.Specification;
import dev.podproof.report.render.ReportFiles;
import dev.podproof.report.verdict.Attachments;
import dev.podproof.report.verdict.Effort;
import dev.podproof.report.verdict.LiveVerdict;
import dev.podproof.report.verdict.Outcome;
import dev.podproof.report.verdict.Pause;
import dev.podproof.report.verdict.Recorded;
import dev.podproof.report.verdict.Report;
import dev.podproof.report.verdict.RunEnd;
import dev.podproof.report.verdict.RunStart;
import io.cucumber.messages.types.Envelope;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One run from the opening of the target to the report on disk. Used once. */
public final class ConformanceRun {
    private final RunRequest request;
    private final Specification specification;
    private final Map<String, String> inapplicable;
    private final List<Requirement> selected;
    private final Watcher watcher;
    private final Clock clock;
    private final Phases phases;
    private final Ending ending = new Ending();
    private volatile boolean recording;

    public ConformanceRun(RunRequest request, Specification specification, Watcher watcher, Clock clock) {
        this.request = request;
        this.specification = specification;
        this.inapplicable = request.target().inapplicable();
        this.selected = request.selection().chosen(specification.requirements()).stream()
                .filter(requirement -> !inapplicable.containsKey(requirement.id()))
                .toList();
        this.watcher = watcher;
        this.clock = clock;
        this.phases = new Phases(clock, watcher);
    }

    /**
     * Runs, and returns what came out after it was written to the output folder.
     *
     * @throws BadInput when the run could not start; nothing is left behind then
     */
    public Report execute() {
        Instant startedAt = clock.instant();
        try (OutputFolder folder = OutputFolder.take(request.out(), ReportFiles.names())) {
            ClusterUnderTest cluster = open();
            recording = true;
            Subject.use(cluster);
            folder.clear();
            record(folder, cluster, startedAt);
            Report report = Rebuild.read(folder.path(), specification);
            ReportFiles.write(report, folder.path());
            return report;
        } catch (IOException e) {
            throw new UncheckedIOException("The report cannot be written to " + request.out(), e);
        }
    }

    /**
     * Ends the run as soon as can be, called by another thread: what has not ended is untested, and everything is cleaned up.
     *
     * @param runner the thread that executes it, which may still wait for the target
     */
    public void interrupt(Thread runner) {
        ending.end(RunEnd.Ended.INTERRUPTED);
        watcher.said("interrupted: what has not ended stays untested, and everything is cleaned up");
        if (!recording) {
            runner.interrupt();
        }
    }

    /** For the very end of a process: removes what an interrupted run could not. Does nothing when nothing is left. */
    public void removeLeftovers() {
        request.target().close(phases);
    }

    private ClusterUnderTest open() {
        try {
            return request.target().open(phases, selected);
        } catch (RuntimeException e) {
            throw closedBecauseOf(e);
        } catch (NotMet e) {
            throw closedBecauseOf(new BadInput("The cluster refuses what every run needs: " + e.getMessage(), e));
        }
    }

    private RuntimeException closedBecauseOf(RuntimeException cause) {
        try {
            request.target().close(phases);
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
        return cause;
    }

    private void record(OutputFolder folder, ClusterUnderTest cluster, Instant startedAt) throws IOException {
        LiveVerdict live = new LiveVerdict(
                specification.requirements().stream().map(Requirement::id).collect(Collectors.toSet()));
        try (Recorder recorder = new Recorder(
                new BufferedOutputStream(Files.newOutputStream(folder.path().resolve(ReportFiles.MESSAGES))),
                message -> live.update(message).ifPresent(this::finished))) {
            List<String> errors;
            int pods;
            List<Pause> pauses;
            try (KubernetesClient client = PodCount.client(cluster.access());
                    PodCount count = PodCount.start(client, Subject.run().labels())) {
                Scenarios scenarios = Scenarios.find(
                        Scenarios.Source.PODPROOF,
                        selected.stream().map(Requirement::id).collect(Collectors.toSet()),
                        clock);
                recorder.record(Envelope.of(Attachments.of(Recorded.RUN, start(cluster, scenarios, startedAt))));
                watcher.planned(scenarios.count());
                errors = phases.measure(
                        "scenarios", () -> ending.run(scenarios, request.parallel(), recorder, remaining(startedAt)));
                pods = count.seen();
                pauses = scenarios.pauses();
            } catch (ApiLost | ApiRefused | MissingNeed | NotMet e) {
                throw closedBecauseOf(
                        new BadInput("the cluster was lost before the first scenario: " + e.getMessage(), e));
            } catch (RuntimeException e) {
                throw closedBecauseOf(e);
            }
            if (cluster.isComplete()) {
                recorder.last(Envelope.of(Attachments.of(Recorded.SINCE, ClusterFacts.since(cluster))));
            }
            errors = cleanUp(errors);
            recorder.last(Envelope.of(Attachments.of(Recorded.END, end(pods, errors, pauses))));
        }
    }

    /** What could not be removed is said in the report, and is no reason not to write one. */
    private List<String> cleanUp(List<String> errors) {
        try {
            request.target().close(phases);
            return errors;
        } catch (RuntimeException e) {
            List<String> more = new ArrayList<>(errors);
            more.add("Cleaning up failed: " + e.getMessage());
            return more;
        }
    }

    private void finished(LiveVerdict.Finished finished) {
        watcher.finished(finished);
        if (!finished.example().notUndone().isEmpty()) {
            ending.end(RunEnd.Ended.NOT_UNDONE);
        }
        boolean bad = finished.example().outcome() == Outcome.FAILED
                || finished.example().error();
        if (request.failFast() && bad) {
            ending.end(RunEnd.Ended.FAIL_FAST);
        }
    }

    private Duration remaining(Instant startedAt) {
        return request.timeout()
                .map(limit -> limit.minus(Duration.between(startedAt, clock.instant())))
                .orElse(Ending.NO_LIMIT);
    }

    private RunStart start(ClusterUnderTest cluster, Scenarios scenarios, Instant startedAt) {
        ApiProbe api = new ApiProbe(cluster.access());
        List<Host> hosts = Host.usable(api, cluster.settings());
        Map<String, String> environment = new LinkedHashMap<>(request.environment());
        environment.putAll(request.target().environment());
        return new RunStart(
                startedAt,
                new RunStart.Implementation(
                        request.target().implementation(Optional.of(cluster)),
                        ClusterFacts.version(api),
                        request.target().kind(),
                        hosts.size()),
                new RunStart.Suite(SuiteVersion.read(), specification.digest()),
                environment,
                cluster.offers().asMap(),
                request.selection().profiles(),
                request.selection().requirements(),
                scenarios.planned(),
                ClusterFacts.topology(api, hosts),
                inapplicable);
    }

    private RunEnd end(int pods, List<String> errors, List<Pause> pauses) {
        RunEnd.Ended how = ending.how();
        Counts counts = Subject.counts();
        return new RunEnd(
                clock.instant(),
                phases.done(),
                pods,
                how == RunEnd.Ended.INTERRUPTED,
                how,
                errors,
                "",
                new Effort(
                        Subject.exec().count(),
                        counts.commands(),
                        counts.calls(),
                        counts.repeats(),
                        Subject.api().repeats()),
                pauses);
    }
}
