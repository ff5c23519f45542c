package dev.podproof.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Measured durations of one thing, in the order of measuring. Not thread safe. */
final class Sample {
    /** What {@link #row} is a row of. */
    static final String HEADER = "| | median ms | min ms | max ms | rounds |\n|---|---|---|---|---|";

    private final String name;
    private final List<Duration> durations = new ArrayList<>();

    Sample(String name) {
        this.name = name;
    }

    void add(Duration duration) {
        durations.add(duration);
    }

    /** The middle one; of an even number, the mean of the two in the middle. */
    Duration median() {
        if (durations.isEmpty()) {
            throw new IllegalStateException("nothing was measured for " + name);
        }
        List<Duration> sorted = durations.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : sorted.get(middle - 1).plus(sorted.get(middle)).dividedBy(2);
    }

    /** The value below which this share of them lies: of 100, the 99th for 99. */
    Duration percentile(int percent) {
        median();
        List<Duration> sorted = durations.stream().sorted().toList();
        return sorted.get((int) Math.ceil(sorted.size() * percent / 100.0) - 1);
    }

    int size() {
        return durations.size();
    }

    double ratioTo(Sample other) {
        return (double) median().toNanos() / other.median().toNanos();
    }

    /** One row of a Markdown table: name, median, minimum, maximum in milliseconds, and how many were measured. */
    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %d |",
                name,
                median().toMillis(),
                Collections.min(durations).toMillis(),
                Collections.max(durations).toMillis(),
                durations.size());
    }

    /** As {@link #row}, with the 99th percentile after the median. */
    String rowWithPercentile() {
        return row().replaceFirst("\\| (\\d+) \\|", "| $1 | " + percentile(99).toMillis() + " |");
    }
}
