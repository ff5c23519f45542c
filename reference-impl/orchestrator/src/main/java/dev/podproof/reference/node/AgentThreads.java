package dev.podproof.reference.node;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that an agent works with. Agents of one process may share all but the first two.
 *
 * @param heart says that the host is alive: an engine that takes its time must not make it look dead
 * @param lifecycle keeps the node's object, one thing after the other
 * @param pods bring pods to what is wanted: the engine does no more at once, and the rest would only wait inside it
 * @param writers tell the API how pods are
 * @param pulls get images
 * @param events write what happened, one after the other
 * @param helpers wait in others' stead: for a sandbox to run, for a container to answer a probe or a hook
 * @param timer only says that it is time, and never waits for anybody
 */
public record AgentThreads(
        ScheduledExecutorService heart,
        ScheduledExecutorService lifecycle,
        ExecutorService pods,
        ExecutorService writers,
        ExecutorService pulls,
        ExecutorService events,
        ExecutorService helpers,
        ScheduledExecutorService timer)
        implements AutoCloseable {
    private static final int AT_ONCE = 8;
    private static final int PULLS_AT_ONCE = 2;

    /** Those of an agent that has a host of its own. */
    static AgentThreads start() {
        return new AgentThreads(
                Executors.newSingleThreadScheduledExecutor(named("heart")),
                Executors.newSingleThreadScheduledExecutor(named("node")),
                Executors.newFixedThreadPool(AT_ONCE, named("pod")),
                Executors.newFixedThreadPool(AT_ONCE, named("pod-status")),
                Executors.newFixedThreadPool(PULLS_AT_ONCE, named("image-pull")),
                Executors.newSingleThreadExecutor(named("events")),
                Executors.newCachedThreadPool(named("helper")),
                Executors.newSingleThreadScheduledExecutor(named("timer")));
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Begins nothing more of what the host itself says. */
    void stopReporting() {
        heart.shutdownNow();
        lifecycle.shutdownNow();
    }

    /** Lets what is being done come to its end; what waits for an answer is interrupted. */
    @Override
    public void close() {
        stopReporting();
        for (ExecutorService executor : new ExecutorService[] {timer, pods, writers, pulls, events}) {
            executor.shutdown();
        }
        helpers.shutdownNow();
    }
}
