package dev.podproof.report.verdict;

import io.cucumber.messages.types.Pickle;
import io.cucumber.messages.types.TestCaseStarted;
import io.cucumber.messages.types.Timestamp;
import io.cucumber.query.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * When each example ran. All times are seconds since the call.
 *
 * @param spans in the order in which they began
 */
public record Timeline(List<Span> spans) {
    public Timeline {
        spans = List.copyOf(spans);
    }

    /**
     * An example's time.
     *
     * @param worker the thread that ran it
     * @param requirement the IDs of its requirements, separated by a space
     * @param waits the parts of it in which it left the machine to others
     */
    public record Span(
            String worker, String requirement, String example, double began, double ended, List<Wait> waits) {
        public Span {
            waits = List.copyOf(waits);
        }

        public double seconds() {
            return ended - began;
        }

        /** Seconds in which it left the machine to others. */
        public double waiting() {
            return waits.stream().mapToDouble(Wait::seconds).sum();
        }
    }

    /** A part of a span. */
    public record Wait(double began, double ended) {
        double seconds() {
            return ended - began;
        }
    }

    /** Seconds of all examples together. */
    public double seconds() {
        return spans.stream().mapToDouble(Span::seconds).sum();
    }

    /** Seconds of all examples together in which they left the machine to others. */
    public double waiting() {
        return spans.stream().mapToDouble(Span::waiting).sum();
    }

    /** The examples of a record that came to their end; of a killed run no waits are known. */
    static Timeline of(Query query, Set<String> ids, RunStart start, RunEnd end) {
        return new Timeline(query.findAllTestCaseStarted().stream()
                .flatMap(started -> span(query, ids, start.startedAt(), end.pauses(), started).stream())
                .sorted(Comparator.comparingDouble(Span::began))
                .toList());
    }

    private static Optional<Span> span(
            Query query, Set<String> ids, Instant zero, List<Pause> pauses, TestCaseStarted started) {
        Optional<Pickle> pickle = query.findPickleBy(started);
        Optional<Instant> ended =
                query.findTestCaseFinishedBy(started).map(finished -> instant(finished.getTimestamp()));
        if (pickle.isEmpty() || ended.isEmpty()) {
            return Optional.empty();
        }
        Instant began = instant(started.getTimestamp());
        String worker = started.getWorkerId().orElse("");
        Stream<Pause> own = pauses.stream()
                .filter(pause -> pause.worker().equals(worker)
                        && !pause.began().isBefore(began)
                        && !pause.ended().isAfter(ended.get()));
        return Optional.of(new Span(
                worker,
                String.join(" ", ScenarioJudge.requirements(pickle.get(), ids)),
                pickle.get().getName(),
                seconds(zero, began),
                seconds(zero, ended.get()),
                own.map(pause -> new Wait(seconds(zero, pause.began()), seconds(zero, pause.ended())))
                        .toList()));
    }

    private static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }

    private static double seconds(Instant zero, Instant moment) {
        return Duration.between(zero, moment).toMillis() / 1000.0;
    }
}
