package dev.podproof.reference.node.health;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerStreams;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks after the running containers of this host, as many as there are, each from its start to its end. */
public final class Doctor implements Health {
    private final Actions actions;
    private final Hooks hooks;
    private final Timer timer;
    private final HealthListener listener;
    private final Map<String, ContainerProbes> probes = new ConcurrentHashMap<>();
    /** Whose containers these are, so that all of a pod's can be forgotten. */
    private final Map<String, String> podOf = new ConcurrentHashMap<>();

    /**
     * @param threads lends a thread for as long as a container takes to answer
     * @param timer says when to ask again
     */
    public Doctor(
            ContainerStreams streams,
            HealthListener listener,
            ExecutorService threads,
            ScheduledExecutorService timer,
            Clock clock) {
        this(streams, listener, threads, new ClockTimer(threads, timer, clock));
    }

    Doctor(ContainerStreams streams, HealthListener listener, Executor threads, Timer timer) {
        this.actions = new Actions(streams);
        this.listener = listener;
        this.timer = timer;
        this.hooks = new Hooks(actions, threads, listener);
    }

    /**
     * These, and no others, are the pod's running containers now: who is new is looked after, who is gone is forgotten.
     *
     * @param leaving the pod is being deleted
     */
    public void attend(String podUid, Collection<Patient> patients, boolean leaving) {
        List<String> present = patients.stream().map(Patient::id).toList();
        podOf.entrySet().stream()
                .filter(entry -> entry.getValue().equals(podUid) && !present.contains(entry.getKey()))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::forget);
        for (Patient patient : patients) {
            podOf.put(patient.id(), podUid);
            if (ContainerProbes.wanted(patient.spec()) && !hooks.starting(patient.id())) {
                ContainerProbes theirs = probes.computeIfAbsent(patient.id(), unknown -> begin(patient));
                if (leaving) {
                    theirs.onlyReadiness();
                }
            }
        }
    }

    private ContainerProbes begin(Patient patient) {
        ContainerProbes begun = new ContainerProbes(patient, actions, timer, listener);
        begun.begin();
        return begun;
    }

    private void forget(String containerId) {
        Optional.ofNullable(probes.remove(containerId)).ifPresent(ContainerProbes::stop);
        hooks.forget(containerId);
        podOf.remove(containerId);
    }

    /** This agent has just started that container: its postStart hook is due. */
    public void started(Patient patient) {
        podOf.put(patient.id(), patient.running().podUid());
        hooks.started(patient);
    }

    /**
     * That container is about to be asked to end.
     *
     * @param limit how long its preStop hook may take
     * @return true while the hook runs: the container is not to be asked yet
     */
    public boolean isStopping(Patient patient, Duration limit) {
        hooks.stops(patient, limit);
        return hooks.stopping(patient.id());
    }

    @Override
    public boolean started(Container container) {
        return find(container).map(ContainerProbes::started).orElse(true);
    }

    @Override
    public boolean ready(Container container) {
        return find(container).map(ContainerProbes::ready).orElse(true);
    }

    @Override
    public boolean starting(Container container) {
        return hooks.starting(container.id());
    }

    @Override
    public Optional<Condemned> condemned(Container container) {
        return hooks.failedToStart(container.id())
                ? Optional.of(new Condemned("failed its postStart hook", Optional.empty()))
                : find(container).flatMap(ContainerProbes::condemned);
    }

    private Optional<ContainerProbes> find(Container container) {
        return Optional.ofNullable(probes.get(container.id()));
    }

    /** One thread keeps the time; what it is time for runs on another. */
    private record ClockTimer(ExecutorService threads, ScheduledExecutorService timer, Clock clock) implements Timer {
        @Override
        public Instant now() {
            return clock.instant();
        }

        @Override
        public Runnable after(Duration wait, Runnable task) {
            try {
                Future<?> due = timer.schedule(() -> threads.execute(task), wait.toMillis(), TimeUnit.MILLISECONDS);
                return () -> due.cancel(false);
            } catch (RejectedExecutionException stopping) {
                return () -> {};
            }
        }
    }
}
