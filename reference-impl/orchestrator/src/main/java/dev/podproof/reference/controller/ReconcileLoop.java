package dev.podproof.reference.controller;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one thing after the other to what is declared. A key says what to look at, never what happened to it: a hundred
 * changes that come while a key waits are one visit, and a visit that fails is repeated, later each time.
 *
 * <p>A key is never visited by two threads at once; how many keys are visited side by side is up to the executor.
 */
public final class ReconcileLoop<K> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReconcileLoop.class);
    private static final Duration FIRST_DELAY = Duration.ofMillis(10);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);

    private final String name;
    private final ScheduledExecutorService executor;
    private final Consumer<K> reconcile;
    private final Set<K> waiting = new HashSet<>();
    private final Set<K> running = new HashSet<>();
    private final Set<K> soon = new HashSet<>();
    private final Map<K, Integer> failures = new HashMap<>();
    private boolean closed;

    /**
     * A loop that visits keys on {@code executor}.
     *
     * @param name what the log calls it
     * @param reconcile one visit; an exception means: not done, try again
     */
    public ReconcileLoop(String name, ScheduledExecutorService executor, Consumer<K> reconcile) {
        this.name = name;
        this.executor = executor;
        this.reconcile = reconcile;
    }

    /** Asks for a visit as soon as possible. */
    public synchronized void add(K key) {
        if (!closed && waiting.add(key) && !running.contains(key)) {
            executor.execute(() -> visit(key));
        }
    }

    /** Asks for a visit within that time; all who ask so meanwhile are answered by one. */
    public synchronized void addWithin(K key, Duration delay) {
        if (!closed && !waiting.contains(key) && soon.add(key)) {
            ScheduledFuture<?> unused = executor.schedule(() -> addNow(key), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void addNow(K key) {
        soon.remove(key);
        add(key);
    }

    /** Asks for a visit after a while. */
    public synchronized void addAfter(K key, Duration delay) {
        if (!closed) {
            ScheduledFuture<?> unused = executor.schedule(() -> add(key), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** No visit begins after this. */
    @Override
    public synchronized void close() {
        closed = true;
        waiting.clear();
    }

    private void visit(K key) {
        synchronized (this) {
            if (closed || !waiting.remove(key)) {
                return;
            }
            running.add(key);
        }
        Throwable problem = null;
        try {
            reconcile.accept(key);
        } catch (RuntimeException | Error failed) {
            // Errors too: what one key takes of memory or stack is its own trouble.
            problem = failed;
        }
        synchronized (this) {
            running.remove(key);
            if (problem == null) {
                failures.remove(key);
            } else {
                repeat(key, problem);
            }
            if (waiting.contains(key) && !closed) {
                executor.execute(() -> visit(key));
            }
        }
    }

    private void repeat(K key, Throwable problem) {
        if (closed) {
            return;
        }
        int times = failures.merge(key, 1, Integer::sum);
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(times - 1, 20));
        addAfter(key, delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY);
        if (ApiErrors.isConflict(problem)) {
            LOG.debug("{}: {} was changed by someone else meanwhile; looking again", name, key);
        } else {
            LOG.warn("{}: {} failed {} times and is tried again: {}", name, key, times, ApiErrors.message(problem));
        }
    }
}
