package dev.podproof.reference.node.health;

import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * The postStart and preStop hooks of containers: each is begun once by this agent, and may take its time. One that an
 * earlier agent began is taken to be done.
 */
final class Hooks {
    /** A postStart hook has no limit of its own; one that never ends holds its container back until that is deleted. */
    private static final Duration UNLIMITED = Duration.ofDays(1);

    private final Actions actions;
    private final Executor threads;
    private final HealthListener listener;
    private final Map<String, State> afterStart = new ConcurrentHashMap<>();
    private final Map<String, State> beforeStop = new ConcurrentHashMap<>();

    private enum State {
        RUNNING,
        DONE,
        FAILED
    }

    Hooks(Actions actions, Executor threads, HealthListener listener) {
        this.actions = actions;
        this.threads = threads;
        this.listener = listener;
    }

    void started(Patient patient) {
        hook(patient, Lifecycle::getPostStart)
                .ifPresent(hook -> begin(patient, hook, UNLIMITED, afterStart, "PostStart"));
    }

    boolean starting(String containerId) {
        return afterStart.get(containerId) == State.RUNNING;
    }

    boolean failedToStart(String containerId) {
        return afterStart.get(containerId) == State.FAILED;
    }

    /** Begins the preStop hook if there is one; {@link #stopping} is true until it has ended. */
    void stops(Patient patient, Duration limit) {
        if (!beforeStop.containsKey(patient.id())) {
            hook(patient, Lifecycle::getPreStop).ifPresent(hook -> begin(patient, hook, limit, beforeStop, "PreStop"));
        }
    }

    boolean stopping(String containerId) {
        return beforeStop.get(containerId) == State.RUNNING;
    }

    void forget(String containerId) {
        afterStart.remove(containerId);
        beforeStop.remove(containerId);
    }

    private static Optional<LifecycleHandler> hook(Patient patient, Function<Lifecycle, LifecycleHandler> which) {
        return Optional.ofNullable(patient.spec().getLifecycle()).map(which);
    }

    private void begin(
            Patient patient, LifecycleHandler hook, Duration limit, Map<String, State> states, String title) {
        states.put(patient.id(), State.RUNNING);
        threads.execute(() -> {
            Outcome outcome = actions.run(Action.of(hook), patient, limit);
            states.replace(patient.id(), outcome.good() ? State.DONE : State.FAILED);
            if (!outcome.good()) {
                listener.complained(
                        patient.pod(),
                        patient.name(),
                        "Failed" + title + "Hook",
                        title + "Hook failed: " + outcome.words());
            }
            listener.changed(patient.pod().getMetadata().getUid());
        });
    }
}
