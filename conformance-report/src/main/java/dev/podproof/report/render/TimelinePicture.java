package dev.podproof.report.render;

import dev.podproof.report.verdict.Timeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Examples over time, a row for each worker, as the template draws them. Public because FreeMarker reads it.
 *
 * @param working seconds of all examples in which they kept the machine busy
 * @param waiting seconds of all examples in which they left it to others
 * @param marks whole seconds below the rows
 */
public record TimelinePicture(
        int width, int height, double working, double waiting, List<Box> spans, List<Box> waits, List<Mark> marks) {
    private static final int WIDTH = 1040;
    private static final int ROW = 14;
    private static final int BAR = 10;
    private static final int FOOT = 18;
    private static final int MARKS = 6;
    /** Seconds between two marks. */
    private static final List<Integer> PACES = List.of(1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600);

    /** A rectangle, with what a pointer on it shows. */
    public record Box(double x, int y, double width, int height, String label) {}

    /** A moment on the axis of time. */
    public record Mark(double x, String label) {}

    static TimelinePicture of(Timeline timeline) {
        double last = timeline.spans().stream()
                .mapToDouble(Timeline.Span::ended)
                .max()
                .orElse(1);
        double scale = WIDTH / Math.max(last, 1);
        List<String> workers = timeline.spans().stream()
                .map(Timeline.Span::worker)
                .distinct()
                .sorted(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()))
                .toList();
        List<Box> spans = new ArrayList<>();
        List<Box> waits = new ArrayList<>();
        for (Timeline.Span span : timeline.spans()) {
            int y = workers.indexOf(span.worker()) * ROW;
            String label = String.format(
                    Locale.ROOT,
                    "%s %s: %.1f s, %.1f s of them waiting",
                    span.requirement(),
                    span.example(),
                    span.seconds(),
                    span.waiting());
            spans.add(new Box(span.began() * scale, y, span.seconds() * scale, BAR, label));
            span.waits()
                    .forEach(wait -> waits.add(
                            new Box(wait.began() * scale, y, (wait.ended() - wait.began()) * scale, BAR, label)));
        }
        return new TimelinePicture(
                WIDTH,
                workers.size() * ROW + FOOT,
                timeline.seconds() - timeline.waiting(),
                timeline.waiting(),
                spans,
                waits,
                marks(last, scale));
    }

    private static List<Mark> marks(double last, double scale) {
        int pace = PACES.stream().filter(p -> last / p <= MARKS).findFirst().orElse(PACES.get(PACES.size() - 1));
        List<Mark> marks = new ArrayList<>();
        for (int second = 0; second < last; second += pace) {
            marks.add(new Mark(second * scale, second + " s"));
        }
        return marks;
    }
}
