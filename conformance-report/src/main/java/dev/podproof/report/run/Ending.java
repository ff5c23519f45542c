package dev.podproof.report.run;

import dev.podproof.report.verdict.RunEnd;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How a run ends. Time and a first failure let running scenarios finish and start no others; an interruption waits for nothing: the record
 * is frozen, and what still runs dies with the process.
 */
final class Ending {
    static final Duration NO_LIMIT = Duration.ofDays(365);

    private volatile boolean over;
    private final CompletableFuture<Void> interrupted = new CompletableFuture<>();
    private final AtomicReference<RunEnd.Ended> how = new AtomicReference<>(RunEnd.Ended.COMPLETED);

    /** Ends the run for that reason; the first reason stands, but an interruption overrules the others. */
    void end(RunEnd.Ended reason) {
        how.updateAndGet(
                before -> before == RunEnd.Ended.COMPLETED || reason == RunEnd.Ended.INTERRUPTED ? reason : before);
        over = true;
        if (reason == RunEnd.Ended.INTERRUPTED) {
            interrupted.complete(null);
        }
    }

    RunEnd.Ended how() {
        return how.get();
    }

    /** Runs the scenarios until they are through or the run is ended; returns what went wrong outside of them. */
    List<String> run(Scenarios scenarios, int parallel, Recorder recorder, Duration limit) {
        CompletableFuture<Void> alarm = new CompletableFuture<Void>()
                .completeOnTimeout(null, Math.max(0, limit.toMillis()), TimeUnit.MILLISECONDS);
        CompletableFuture<Void> timer = alarm.thenRun(() -> end(RunEnd.Ended.TIME_OUT));
        CompletableFuture<List<String>> executed = new CompletableFuture<>();
        Thread worker = new Thread(() -> execute(scenarios, parallel, recorder, executed), "podproof-scenarios");
        worker.setDaemon(true);
        if (limit.isNegative() || limit.isZero()) {
            end(RunEnd.Ended.TIME_OUT);
        }
        worker.start();
        try {
            CompletableFuture.anyOf(executed, interrupted).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(RunEnd.Ended.INTERRUPTED);
        } catch (ExecutionException e) {
            return List.of("The scenarios could not be executed: " + e.getCause());
        } finally {
            alarm.cancel(false);
            timer.cancel(false);
            recorder.freeze();
        }
        return executed.getNow(List.of());
    }

    private void execute(
            Scenarios scenarios, int parallel, Recorder recorder, CompletableFuture<List<String>> executed) {
        try {
            executed.complete(scenarios.execute(parallel, recorder::record, () -> over));
        } catch (RuntimeException | Error e) {
            executed.completeExceptionally(e);
        }
    }
}
