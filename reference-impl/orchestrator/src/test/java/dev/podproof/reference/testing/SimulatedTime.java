package dev.podproof.reference.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Time that passes when it is told to. What is to be done at once is done at once, on real threads; what is to be done later waits
 * until {@link #advance} has come to its hour, and is then done before time goes on.
 */
public final class SimulatedTime extends Clock {
    private static final long LIMIT_SECONDS = 30;

    private final PriorityQueue<Timed<?>> waiting = new PriorityQueue<>(
            Comparator.<Timed<?>, Instant>comparing(Timed::due).thenComparing(Timed::number));
    private Instant now = Instant.now();
    private long count;

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.system(zone);
    }

    /** So many threads, whose later is this time's. */
    public ScheduledThreadPoolExecutor threads(int size, ThreadFactory factory) {
        return new Threads(size, factory);
    }

    /** Lets it pass, and does what it brings, one hour after the other. */
    public void advance(Duration duration) {
        Instant end = instant().plus(duration);
        for (Optional<List<Timed<?>>> due = next(end); due.isPresent(); due = next(end)) {
            due.get().forEach(Timed::begin);
            due.get().forEach(Timed::await);
        }
        synchronized (this) {
            now = end;
        }
    }

    /** All that is due at the next moment at which anything is. */
    private synchronized Optional<List<Timed<?>>> next(Instant end) {
        if (waiting.isEmpty() || waiting.peek().due.isAfter(end)) {
            return Optional.empty();
        }
        now = waiting.peek().due.isAfter(now) ? waiting.peek().due : now;
        List<Timed<?>> due = new ArrayList<>();
        while (!waiting.isEmpty() && !waiting.peek().due.isAfter(now)) {
            due.add(waiting.poll());
        }
        return Optional.of(due);
    }

    private synchronized <T> Timed<T> add(Threads threads, Callable<T> task, long delay, long pause, TimeUnit unit) {
        Timed<T> timed = new Timed<>(threads, task, now.plusNanos(unit.toNanos(delay)), unit.toNanos(pause), count++);
        waiting.add(timed);
        return timed;
    }

    /** A task for later; one with a pause comes back that long after it was done. */
    private final class Timed<T> extends FutureTask<T> implements ScheduledFuture<T> {
        private final Threads threads;
        private final long pauseNanos;
        private final long number;
        private Instant due;
        private Future<?> running;

        Timed(Threads threads, Callable<T> task, Instant due, long pauseNanos, long number) {
            super(task);
            this.threads = threads;
            this.due = due;
            this.pauseNanos = pauseNanos;
            this.number = number;
        }

        Instant due() {
            return due;
        }

        long number() {
            return number;
        }

        void begin() {
            if (isCancelled() || threads.isShutdown()) {
                return;
            }
            try {
                Runnable task = pauseNanos > 0 ? () -> runAndReset() : this;
                running = threads.submit(task);
            } catch (RejectedExecutionException closed) {
                cancel(false);
            }
        }

        /** A task that was shut down with its threads is not waited for. */
        void await() {
            if (running == null) {
                return;
            }
            try {
                while (!running.isDone() && !threads.isTerminated()) {
                    waitBriefly();
                }
            } catch (ExecutionException failed) {
                throw new IllegalStateException("a timed task failed", failed.getCause());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while time passed", stopped);
            }
            if (pauseNanos > 0 && !isDone() && !threads.isShutdown()) {
                synchronized (SimulatedTime.this) {
                    due = now.plusNanos(pauseNanos);
                    waiting.add(this);
                }
            }
        }

        private void waitBriefly() throws InterruptedException, ExecutionException {
            try {
                running.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException stuck) {
                throw new IllegalStateException("a timed task is not done after " + LIMIT_SECONDS + " s", stuck);
            }
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(Duration.between(instant(), due));
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    private final class Threads extends ScheduledThreadPoolExecutor {
        Threads(int size, ThreadFactory factory) {
            super(size, factory);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            return delay <= 0 ? super.schedule(task, 0, unit) : add(this, () -> run(task), delay, 0, unit);
        }

        @Override
        public <T> ScheduledFuture<T> schedule(Callable<T> task, long delay, TimeUnit unit) {
            return delay <= 0 ? super.schedule(task, 0, unit) : add(this, task, delay, 0, unit);
        }

        @Override
        public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long pause, TimeUnit unit) {
            return add(this, () -> run(task), first, pause, unit);
        }

        @Override
        public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long first, long pause, TimeUnit unit) {
            return add(this, () -> run(task), first, pause, unit);
        }

        private Object run(Runnable task) {
            task.run();
            return this;
        }
    }
}
