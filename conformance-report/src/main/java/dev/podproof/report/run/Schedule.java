package dev.podproof.report.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The order in which scenarios start, and how many at a time: no more than the machine has work for. One that only waits makes room for
 * others. Those that take as long as several others begin first, so that no single one is still on its way when all others have ended.
 */
final class Schedule<T> {
    private final int atWork;
    private final BooleanSupplier ended;
    private final List<Job<T>> waiting;
    private final Map<Room, Integer> running = new EnumMap<>(Room.class);
    private int working;

    /**
     * Puts jobs in their order.
     *
     * @param atWork how many may work at the same time; those that pause come on top
     * @param ended nothing more starts once this is true
     */
    Schedule(List<Job<T>> jobs, int atWork, BooleanSupplier ended) {
        this.atWork = atWork;
        this.ended = ended;
        this.waiting = new ArrayList<>(jobs);
        waiting.sort(Comparator.<Job<T>, Room>comparing(Job::room)
                .thenComparing(Comparator.<Job<T>>comparingDouble(Job::seconds).reversed()));
    }

    /** Where a job happens; in the order in which they begin. */
    enum Room {
        /** In the cluster, where each job keeps to what is its own. */
        SHARED,
        /** In the whole cluster: hosts are taken away, and nothing else may happen there. */
        CLUSTER,
        /** On the bare hosts, of which the cluster knows nothing: beside all others, but one at a time. */
        BARE_HOSTS
    }

    /**
     * One thing to do.
     *
     * @param seconds how long it is expected to take
     */
    record Job<T>(T work, Room room, double seconds) {}

    /** Waits until a job may start; empty when there is none left, or all is over. */
    synchronized Optional<Job<T>> take() throws InterruptedException {
        while (!waiting.isEmpty() && !ended.getAsBoolean()) {
            Optional<Job<T>> next = working < atWork ? next() : Optional.empty();
            if (next.isPresent()) {
                waiting.remove(next.get());
                running.merge(next.get().room(), 1, Integer::sum);
                working++;
                return next;
            }
            wait();
        }
        return Optional.empty();
    }

    private Optional<Job<T>> next() {
        // The bare hosts lie idle until then, but what happens there is best company for scenarios that wait for lost
        // hosts.
        boolean bareFirst = seconds(Room.BARE_HOSTS) > seconds(Room.CLUSTER);
        return waiting.stream()
                .filter(this::mayStart)
                .min(Comparator.comparing(job -> bareFirst && job.room() == Room.BARE_HOSTS ? 0 : 1));
    }

    private double seconds(Room room) {
        return waiting.stream()
                .filter(job -> job.room() == room)
                .mapToDouble(Job::seconds)
                .sum();
    }

    private boolean mayStart(Job<T> job) {
        return switch (job.room()) {
            case SHARED -> !runs(Room.CLUSTER);
            case CLUSTER -> !runs(Room.CLUSTER) && !runs(Room.SHARED);
            case BARE_HOSTS -> !runs(Room.BARE_HOSTS);
        };
    }

    private boolean runs(Room room) {
        return running.getOrDefault(room, 0) > 0;
    }

    synchronized void done(Job<T> job) {
        running.merge(job.room(), -1, Integer::sum);
        working--;
        notifyAll();
    }

    /** One that was taken waits from now on: another may work. */
    synchronized void paused() {
        working--;
        notifyAll();
    }

    /** It goes on at once, whoever works meanwhile: what it saw last may be a matter of seconds. */
    synchronized void resumed() {
        working++;
    }
}
