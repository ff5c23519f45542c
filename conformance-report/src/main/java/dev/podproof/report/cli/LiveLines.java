package dev.podproof.report.cli;

import dev.podproof.report.run.Watcher;
import dev.podproof.report.verdict.Example;
import dev.podproof.report.verdict.LiveVerdict;
import dev.podproof.report.verdict.Outcome;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;

/** A line per phase and per example as it ends; below them, on a terminal, a bar with the time that is left. */
final class LiveLines implements Watcher, AutoCloseable {
    /** The phase under which the bar is drawn; others may go on beside it. */
    private static final String SCENARIOS = "scenarios";

    private static final int REASON_LINES = 12;
    private static final int LINE = 400;
    private static final int BAR_WIDTH = 78;

    private final Terminal terminal;
    private final AtomicReference<String> drawn = new AtomicReference<>("");
    private ProgressBar bar;

    LiveLines(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public synchronized void began(String phase) {
        if (terminal.interactive() && bar == null && !phase.equals(SCENARIOS)) {
            terminal.redraw(terminal.faint("… " + phase));
            drawn.set("…");
        }
    }

    @Override
    public synchronized void said(String line) {
        print("  " + terminal.faint(line));
    }

    @Override
    public void ended(String phase, Duration took) {
        if (phase.equals(SCENARIOS)) {
            closeBar();
        }
        print(String.format(Locale.ROOT, "%s %s", phase, terminal.faint(seconds(took.toMillis() / 1000.0))));
    }

    @Override
    public synchronized void planned(int examples) {
        print(examples + " examples to run");
        if (terminal.interactive() && examples > 0) {
            bar = ProgressBar.builder()
                    .setTaskName("scenarios")
                    .setInitialMax(examples)
                    .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                    .setUpdateIntervalMillis(500)
                    .setConsumer(new DelegatingProgressBarConsumer(this::draw, BAR_WIDTH))
                    .build();
        }
    }

    @Override
    public synchronized void finished(LiveVerdict.Finished finished) {
        Example example = finished.example();
        String ids = String.join(" ", finished.requirements());
        print(String.format(
                Locale.ROOT,
                "%s %-6s  %s %s",
                mark(example.outcome()),
                ids,
                example.name(),
                terminal.faint("(" + seconds(example.seconds()) + ", " + example.observationCount() + " observed)")));
        if (example.outcome() != Outcome.PASSED) {
            String word =
                    example.error() ? "error of the suite" : example.outcome().word();
            print("    " + word + ":");
            example.reason().lines().limit(REASON_LINES).forEach(line -> print("    " + cut(line)));
        }
        if (bar != null) {
            bar.step();
        }
    }

    /** Nothing more will come: what was drawn gives way to lines that others write. */
    void finish() {
        closeBar();
        clear();
    }

    private synchronized void clear() {
        if (!drawn.getAndSet("").isEmpty()) {
            terminal.redraw("");
        }
    }

    @Override
    public void close() {
        finish();
    }

    private String mark(Outcome outcome) {
        return switch (outcome) {
            case PASSED -> terminal.green("✓");
            case FAILED -> terminal.red("✗");
            case CANT_TELL -> terminal.yellow("?");
            case UNTESTED, INAPPLICABLE -> terminal.faint("–");
        };
    }

    private synchronized void print(String line) {
        if (drawn.get().isEmpty()) {
            terminal.line(line);
        } else {
            // What is drawn below gives way, and is drawn again.
            terminal.redraw("");
            terminal.line(line);
            terminal.redraw(bar == null ? "" : drawn.get());
            if (bar == null) {
                drawn.set("");
            }
        }
    }

    /** Called by the bar's own thread. */
    private synchronized void draw(String text) {
        if (bar != null) {
            drawn.set(text);
            terminal.redraw(text);
        }
    }

    /** Not with the lock held: the bar's own thread may wait for it to draw once more, and a bar waits for its thread. */
    private void closeBar() {
        ProgressBar closing = takeBar();
        if (closing != null) {
            closing.close();
            clear();
        }
    }

    private synchronized ProgressBar takeBar() {
        ProgressBar taken = bar;
        bar = null;
        return taken;
    }

    private static String cut(String line) {
        return line.length() <= LINE ? line : line.substring(0, LINE) + " …";
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
