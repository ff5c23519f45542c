package dev.podproof.report.run;

import dev.podproof.hosts.engine.Progress;
import dev.podproof.report.verdict.RunEnd;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Measures what a run spends its time on, and passes it on to whoever watches. */
public final class Phases {
    private final Clock clock;
    private final Watcher watcher;
    private final List<RunEnd.Phase> done = new ArrayList<>();

    Phases(Clock clock, Watcher watcher) {
        this.clock = clock;
        this.watcher = watcher;
    }

    /** Does something as a phase of that name. */
    <T> T measure(String name, Supplier<T> work) {
        Instant began = clock.instant();
        watcher.began(name);
        try {
            return work.get();
        } finally {
            ended(name, Duration.between(began, clock.instant()));
        }
    }

    /** Does something as a phase of that name. */
    void measure(String name, Runnable work) {
        measure(name, () -> {
            work.run();
            return name;
        });
    }

    void said(String line) {
        watcher.said(line);
    }

    private synchronized void ended(String name, Duration took) {
        done.add(new RunEnd.Phase(name, took.toMillis() / 1000.0));
        watcher.ended(name, took);
    }

    synchronized List<RunEnd.Phase> done() {
        return List.copyOf(done);
    }

    /** The bring-up of hosts, each of its actions a phase. */
    Progress ofHosts() {
        return new Progress() {
            @Override
            public void began(String action) {
                watcher.began(action);
            }

            @Override
            public void said(String line) {
                watcher.said(line);
            }

            @Override
            public void ended(String action, Duration took) {
                Phases.this.ended(action, took);
            }
        };
    }
}
