package dev.podproof.reference.node;

import dev.podproof.reference.node.health.Doctor;
import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * Ends containers: lets the preStop hook run, asks each once, kills when the grace period is over (POD-07). Holds no
 * thread while it waits.
 */
final class Stopper {
    /** What a container has left to end in after a preStop hook that took all of its grace period. */
    private static final Duration LEAST = Duration.ofSeconds(2);

    private final ContainerRuntime runtime;
    private final Doctor doctor;
    private final PodEvents events;
    private final String hostAddress;
    private final Clock clock;

    Stopper(ContainerRuntime runtime, Doctor doctor, PodEvents events, String hostAddress, Clock clock) {
        this.runtime = runtime;
        this.doctor = doctor;
        this.events = events;
        this.hostAddress = hostAddress;
        this.clock = clock;
    }

    /**
     * Brings running containers of a pod closer to their end.
     *
     * @return when to look again if none of them ends before; empty if there is nothing to wait for
     */
    Optional<Instant> stop(PodView view, PodMemory memory, Collection<Container> containers, Duration grace) {
        Earliest again = new Earliest();
        for (Container container : containers) {
            again.notLaterThan(stop(view, memory, container, grace, "Stopping container " + container.containerName()));
        }
        return again.time();
    }

    /** Brings one container closer to its end, for a reason of its own; gives back when to look again. */
    Instant stop(PodView view, PodMemory memory, Plan.Stop stop) {
        String message = "Container " + stop.container().containerName() + " " + stop.why();
        return stop(view, memory, stop.container(), stop.grace(), message);
    }

    private Instant stop(PodView view, PodMemory memory, Container container, Duration grace, String message) {
        Instant now = clock.instant();
        String id = container.id();
        if (memory.askedToEnd(id).isEmpty()) {
            memory.asksToEnd(id, now);
            events.normal(view.pod(), container.containerName(), "Killing", message);
        }
        Instant asked = memory.askedToEnd(id).orElse(now);
        Instant deadline = asked.plus(grace);
        if (memory.signalled(id).isEmpty()) {
            if (now.isBefore(deadline) && preStopRuns(view, container, grace)) {
                return deadline;
            }
            memory.signals(id, now);
            runtime.signal(id, grace.isZero() ? "SIGKILL" : container.stopSignal());
        } else if (!now.isBefore(deadline(memory, id, asked, deadline))) {
            runtime.signal(id, "SIGKILL");
            // A kill can't be refused; if its event gets lost, the next look finds out.
            return now.plus(LEAST);
        }
        return deadline(memory, id, asked, deadline);
    }

    private boolean preStopRuns(PodView view, Container container, Duration grace) {
        return view.patient(container, hostAddress)
                .filter(patient -> doctor.isStopping(patient, grace))
                .isPresent();
    }

    private static Instant deadline(PodMemory memory, String id, Instant asked, Instant deadline) {
        Instant signalled = memory.signalled(id).orElse(asked);
        Instant least = signalled.plus(LEAST);
        return signalled.isAfter(asked) && least.isAfter(deadline) ? least : deadline;
    }
}
