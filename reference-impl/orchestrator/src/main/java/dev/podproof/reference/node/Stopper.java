package dev.podproof.reference.node;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Ends containers: asks each once, waits for the grace period, then kills (POD-07). Holds no thread while it waits. */
final class Stopper {
    private final ContainerRuntime runtime;
    private final PodEvents events;
    private final Clock clock;

    Stopper(ContainerRuntime runtime, PodEvents events, Clock clock) {
        this.runtime = runtime;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Brings running containers closer to their end.
     *
     * @param why what the event says after the container's name, if it is not simply that it is stopped
     * @return when to look again if none of them ends before; empty if there is nothing to wait for
     */
    Optional<Instant> stop(
            PodView view, PodMemory memory, Collection<Container> containers, Duration grace, Optional<String> why) {
        Optional<Instant> again = Optional.empty();
        for (Container container : containers) {
            Instant due = stop(view, memory, container, grace, why);
            again = again.filter(earlier -> earlier.isBefore(due)).or(() -> Optional.of(due));
        }
        return again;
    }

    private Instant stop(PodView view, PodMemory memory, Container container, Duration grace, Optional<String> why) {
        Instant now = clock.instant();
        Instant asked = memory.askedToEnd(container.id()).orElse(now);
        Instant deadline = asked.plus(grace);
        if (memory.askedToEnd(container.id()).isEmpty()) {
            memory.asksToEnd(container.id(), now);
            String name = container.containerName();
            events.normal(
                    view.pod(),
                    name,
                    "Killing",
                    why.map(reason -> "Container " + name + " " + reason).orElse("Stopping container " + name));
            if (grace.isZero()) {
                runtime.signal(container.id(), "SIGKILL");
            } else {
                runtime.signal(container.id(), container.stopSignal());
            }
            return deadline;
        }
        if (!now.isBefore(deadline)) {
            runtime.signal(container.id(), "SIGKILL");
            // A kill can't be refused; if its event gets lost, the next look finds out.
            return now.plusSeconds(2);
        }
        return deadline;
    }
}
