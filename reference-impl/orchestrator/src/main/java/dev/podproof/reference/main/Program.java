package dev.podproof.reference.main;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parts that start one after the other and end in the opposite order, each in its turn even if another fails. */
abstract class Program implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Program.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Threads source;

    Program() {
        this(Threads.REAL);
    }

    Program(Threads source) {
        this.source = source;
    }

    /** Builds and starts all parts; returns when they work. */
    abstract void start();

    /** A part that was started, or can be closed in any case. */
    final synchronized <T extends AutoCloseable> T part(T part) {
        parts.push(part);
        return part;
    }

    /** One thread, for parts that do one thing at a time. */
    final ScheduledExecutorService thread(String name) {
        return threads(name, 1);
    }

    final ScheduledExecutorService threads(String name, int size) {
        ScheduledExecutorService threads = source.scheduled(size, named(name));
        part(threads::shutdownNow);
        return threads;
    }

    final ExecutorService workers(String name, int size) {
        ExecutorService workers = Executors.newFixedThreadPool(size, named(name));
        part(workers::shutdownNow);
        return workers;
    }

    @Override
    public final synchronized void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception failed) {
                LOG.warn("a part did not end in order: {}", failed.toString());
            }
        }
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler(Main::uncaught);
            return thread;
        };
    }
}
