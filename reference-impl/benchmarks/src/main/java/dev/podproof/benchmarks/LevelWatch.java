package dev.podproof.benchmarks;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Looks at the orchestrator of one host, four times a second, from beginning to end. */
final class LevelWatch implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final OnHost host;
    private final Lines lines = new Lines();

    LevelWatch(OnHost host) {
        this.host = host;
        host.follow(ProcessLevel.WATCH, lines);
    }

    String name() {
        return host.name();
    }

    /** The newest look, taken after it was asked for. */
    ProcessLevel now() {
        return lines.next(PATIENCE);
    }

    /** The most since this was last asked. */
    ProcessLevel most() {
        return lines.most();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private static final class Lines extends ResultCallback.Adapter<Frame> {
        private final StringBuilder begun = new StringBuilder();
        private ProcessLevel last = ProcessLevel.NONE;
        private ProcessLevel most;
        private long looks;

        @Override
        public synchronized void onNext(Frame frame) {
            begun.append(new String(frame.getPayload(), StandardCharsets.US_ASCII));
            for (int end = begun.indexOf("\n"); end >= 0; end = begun.indexOf("\n")) {
                last = ProcessLevel.parse(begun.substring(0, end));
                most = most == null ? last : most.max(last);
                begun.delete(0, end + 1);
                looks++;
                notifyAll();
            }
        }

        synchronized ProcessLevel next(Duration patience) {
            long wanted = looks + 1;
            long end = System.nanoTime() + patience.toNanos();
            try {
                while (looks < wanted) {
                    long left = (end - System.nanoTime()) / 1_000_000;
                    if (left <= 0) {
                        throw new IllegalStateException("a host has not been seen for " + patience.toSeconds() + " s");
                    }
                    wait(left);
                }
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
            return last;
        }

        synchronized ProcessLevel most() {
            ProcessLevel result = most == null ? last : most;
            most = last;
            return result;
        }
    }
}
