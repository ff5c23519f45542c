package dev.podproof.report.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The order in which scenarios start, and how many at a time: no more than the machine has work for. One that only waits makes room for
 * others. Those that take as long as several others begin first, so that no single one is still on its way when all others have ended.
 */
final class Schedule<T> {
    private final int atWork;
    private final BooleanSupplier ended;
    private final List<Job<T>> waiting;
    private final List<Job<T>> running = new ArrayList<>();
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
        waiting.sort(Comparator.<Job<T>, Boolean>comparing(job -> job.onBareHosts())
                .thenComparing(job -> job.changes().size())
                .thenComparing(Comparator.<Job<T>>comparingDouble(Job::seconds).reversed()));
    }

    /**
     * One thing to do.
     *
     * @param changes the parts of the target that it changes; none where it keeps to pods and services of its own, and then it uses the
     *     cluster's hosts and their list
     * @param seconds how long it is expected to take
     */
    record Job<T>(T work, Set<Part> changes, double seconds) {
        Job {
            changes = Set.copyOf(changes);
        }

        private Set<Part> touches() {
            return changes.isEmpty() ? EnumSet.of(Part.HOSTS, Part.HOST_LIST) : changes;
        }

        boolean onBareHosts() {
            return changes.contains(Part.BARE_HOSTS);
        }

        boolean disturbs(Job<?> other) {
            return touches().stream()
                    .anyMatch(part ->
                            other.touches().contains(part) && (changes.contains(part) || other.changes.contains(part)));
        }
    }

    /** Waits until a job may start; empty when there is none left, or all is over. */
    synchronized Optional<Job<T>> take() throws InterruptedException {
        while (!waiting.isEmpty() && !ended.getAsBoolean()) {
            Optional<Job<T>> next = working < atWork ? next() : Optional.empty();
            if (next.isPresent()) {
                waiting.remove(next.get());
                running.add(next.get());
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
        boolean bareFirst = seconds(Part.BARE_HOSTS) > seconds(Part.HOSTS);
        return waiting.stream()
                .filter(job -> running.stream().noneMatch(job::disturbs))
                .min(Comparator.comparing(job -> bareFirst && job.onBareHosts() ? 0 : 1));
    }

    private double seconds(Part part) {
        return waiting.stream()
                .filter(job -> job.changes().contains(part))
                .mapToDouble(Job::seconds)
                .sum();
    }

    synchronized void done(Job<T> job) {
        running.remove(job);
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
