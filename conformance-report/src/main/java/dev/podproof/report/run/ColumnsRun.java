package dev.podproof.report.run;

import dev.podproof.features.Specification;
import dev.podproof.report.render.ReportFiles;
import dev.podproof.report.verdict.Columns;
import dev.podproof.report.verdict.Columns.Column;
import dev.podproof.report.verdict.Conformance;
import dev.podproof.report.verdict.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Several runs, one after the other, each into a folder of its own, and one report over all of them. Used once. A target that this
 * machine can't open, or that does not come up, is a column that was not run, with the reason.
 */
public final class ColumnsRun {
    private static final String INTERRUPTED = "the run was interrupted before it";

    private final String noun;
    private final Path out;
    private final Map<String, RunRequest> requests;
    private final Specification specification;
    private final Watcher watcher;
    private final Clock clock;
    private final List<Column> done = new ArrayList<>();
    private volatile Optional<ConformanceRun> current = Optional.empty();
    private volatile boolean interrupted;
    private volatile boolean checking;

    /**
     * Takes what is to be run.
     *
     * @param noun of what tells one column from another, such as network
     * @param requests in their order, by the names of their columns
     */
    public ColumnsRun(
            String noun,
            Path out,
            Map<String, RunRequest> requests,
            Specification specification,
            Watcher watcher,
            Clock clock) {
        this.noun = noun;
        this.out = out;
        this.requests = new LinkedHashMap<>(requests);
        this.specification = specification;
        this.watcher = watcher;
        this.clock = clock;
    }

    /**
     * Runs them all, and returns what came out after it was written.
     *
     * @throws BadInput when none of them could be started; an earlier report is as it was then
     */
    public Columns execute() {
        Instant startedAt = clock.instant();
        try (OutputFolder folder = OutputFolder.take(out, ReportFiles.names())) {
            Map<String, String> lacking = lacking();
            if (lacking.size() == requests.size()) {
                throw new BadInput("This machine can run none of them: " + String.join("; ", lacking.values()));
            }
            folder.clear();
            for (Map.Entry<String, RunRequest> request : requests.entrySet()) {
                done.add(new Column(request.getKey(), run(request.getKey(), request.getValue(), lacking, startedAt)));
            }
            Columns columns = new Columns(noun, done);
            ReportFiles.write(columns, folder.path());
            return columns;
        } catch (IOException e) {
            throw new UncheckedIOException("The report cannot be written to " + out, e);
        }
    }

    /** Ends the run that goes on as soon as can be, and starts no other; called by another thread. */
    public void interrupt(Thread runner) {
        interrupted = true;
        if (checking) {
            runner.interrupt();
        }
        current.ifPresent(run -> run.interrupt(runner));
    }

    /** For the very end of a process: removes what an interrupted run could not. */
    public void removeLeftovers() {
        current.ifPresent(ConformanceRun::removeLeftovers);
    }

    /** Said before anything is started, so that nobody finds out at the end. */
    private Map<String, String> lacking() {
        Map<String, String> lacking = new LinkedHashMap<>();
        checking = true;
        requests.forEach((name, request) -> request.target()
                .whyNot(new Phases(clock, watcher))
                .ifPresent(why -> {
                    lacking.put(name, why);
                    watcher.said(name + " will not be run: " + why);
                }));
        checking = false;
        return lacking;
    }

    private Report run(String name, RunRequest request, Map<String, String> lacking, Instant startedAt)
            throws IOException {
        Optional<String> whyNot = Optional.ofNullable(lacking.get(name)).or(() -> whyNotAnyMore(request, startedAt));
        if (whyNot.isPresent()) {
            return notRun(name, request, whyNot.get());
        }
        watcher.said(noun + " " + name + ", " + (done.size() + 1) + " of " + requests.size());
        ConformanceRun run =
                new ConformanceRun(request.within(remaining(request, startedAt)), specification, watcher, clock);
        current = Optional.of(run);
        try {
            return run.execute();
        } catch (RuntimeException e) {
            if (!(e instanceof BadInput) && !interrupted) {
                throw e;
            }
            // A cluster that does not come up is no reason to know nothing of the others.
            String why = interrupted ? INTERRUPTED : e.getMessage();
            watcher.said(name + " was not run: " + why);
            return notRun(name, request, why);
        } finally {
            current = Optional.empty();
        }
    }

    private Optional<String> whyNotAnyMore(RunRequest request, Instant startedAt) {
        if (interrupted) {
            return Optional.of(INTERRUPTED);
        }
        if (remaining(request, startedAt).filter(Duration::isNegative).isPresent()) {
            return Optional.of("the time ran out before it");
        }
        boolean failed = done.stream().anyMatch(column -> column.report().conformance() == Conformance.NONCONFORMANT);
        return request.failFast() && failed
                ? Optional.of("an earlier failure stopped the run (--fail-fast)")
                : Optional.empty();
    }

    private Optional<Duration> remaining(RunRequest request, Instant startedAt) {
        return request.timeout().map(limit -> limit.minus(Duration.between(startedAt, clock.instant())));
    }

    private Report notRun(String name, RunRequest request, String why) throws IOException {
        // An interruption that has done its work must not keep this from being written.
        interrupted |= Thread.interrupted();
        return NotRun.record(out.resolve(name), request, specification, clock.instant(), why);
    }
}
