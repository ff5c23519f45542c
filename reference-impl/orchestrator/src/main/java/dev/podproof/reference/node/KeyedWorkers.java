package dev.podproof.reference.node;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does one kind of work per key: never twice at once for the same key, and at least once after each signal. Signals that
 * come while the work is waiting to be done are one; a signal that comes while it is being done has it done again.
 */
final class KeyedWorkers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyedWorkers.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    /** Brings what has that key to its desired state; gives back when to look again, empty to wait for a signal. */
    interface Work {
        Optional<Duration> run(String key);
    }

    private enum Turn {
        WAITING,
        RUNNING,
        RUNNING_AND_SIGNALLED
    }

    private final String name;
    private final Work work;
    private final ExecutorService pool;
    private final ScheduledExecutorService timer;
    private final Map<String, Turn> turns = new HashMap<>();
    private final Map<String, Future<?>> alarms = new HashMap<>();
    private boolean closed;

    KeyedWorkers(String name, Work work, ExecutorService pool, ScheduledExecutorService timer) {
        this.name = name;
        this.work = work;
        this.pool = pool;
        this.timer = timer;
    }

    /** Has the work done for this key, soon. */
    synchronized void signal(String key) {
        if (closed) {
            return;
        }
        Turn turn = turns.get(key);
        if (turn == null) {
            turns.put(key, Turn.WAITING);
            pool.execute(() -> run(key));
        } else if (turn == Turn.RUNNING) {
            turns.put(key, Turn.RUNNING_AND_SIGNALLED);
        }
    }

    private void run(String key) {
        begin(key);
        Optional<Duration> again;
        try {
            again = work.run(key);
        } catch (RuntimeException | Error failed) {
            // Errors too: what one key takes of memory or stack is its own trouble.
            LOG.warn("{} {} failed, trying again in {} s", name, key, AFTER_FAILURE.toSeconds(), failed);
            again = Optional.of(AFTER_FAILURE);
        }
        end(key, again);
    }

    private synchronized void begin(String key) {
        turns.put(key, Turn.RUNNING);
        Future<?> alarm = alarms.remove(key);
        if (alarm != null) {
            alarm.cancel(false);
        }
    }

    private synchronized void end(String key, Optional<Duration> again) {
        boolean signalled = turns.remove(key) == Turn.RUNNING_AND_SIGNALLED;
        if (closed) {
            return;
        }
        if (signalled) {
            signal(key);
        } else if (again.isPresent()) {
            alarms.put(key, timer.schedule(() -> signal(key), again.get().toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    /** Lets what is being done come to its end, and begins nothing more. */
    @Override
    public synchronized void close() {
        closed = true;
        alarms.values().forEach(alarm -> alarm.cancel(false));
    }
}
