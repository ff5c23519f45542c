package dev.podproof.reference.node;

import dev.podproof.reference.node.health.Condemned;
import dev.podproof.reference.node.health.Health;
import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What brings a pod's containers from what is seen to what is wanted; a pure function of both, made anew each time.
 *
 * @param starts containers to make or launch, now and in this order
 * @param stops running containers that have to end first
 * @param leftovers containers that ended and that nobody will ask about again
 * @param heldBack containers that ended and have to wait for their next start
 * @param again when something is due that no event will tell of
 * @param finished nothing runs, and nothing will run again
 */
record Plan(
        List<Start> starts,
        List<Stop> stops,
        List<Container> leftovers,
        List<Container> heldBack,
        Optional<Instant> again,
        boolean finished) {

    record Start(io.fabric8.kubernetes.api.model.Container container, NextStep step) {}

    /**
     * A container that has to end.
     *
     * @param why follows the container's name in a sentence
     * @param grace how long it may take
     */
    record Stop(Container container, String why, Duration grace) {}

    static Plan of(PodView view, Health health, Instant now) {
        return new Planner(view, health, now).plan();
    }

    private static final class Planner {
        private final PodView view;
        private final Health health;
        private final Instant now;
        private final List<Start> starts = new ArrayList<>();
        private final List<Stop> stops = new ArrayList<>();
        private final List<Container> heldBack = new ArrayList<>();
        private Optional<Instant> again = Optional.empty();

        Planner(PodView view, Health health, Instant now) {
            this.view = view;
            this.health = health;
            this.now = now;
        }

        Plan plan() {
            stopStrangers();
            stopCondemned();
            boolean finished = initialized() ? runAll() : runInit();
            return new Plan(starts, stops, leftovers(), heldBack, again, finished);
        }

        /** Containers whose sandbox is gone have lost the pod's address: they go, and come back in a new one. */
        private void stopStrangers() {
            Optional<String> sandbox = view.sandbox().filter(Container::running).map(Container::id);
            view.seen().stream()
                    .filter(container -> !container.isSandbox() && container.running())
                    .filter(container -> !sandbox.equals(Optional.of(container.sandboxId())))
                    .forEach(container -> stop(container, "lost its pod sandbox, will be restarted"));
        }

        private void stopCondemned() {
            String suffix = view.restartPolicy().equals("Never") ? "" : ", will be restarted";
            for (Container container : view.seen()) {
                Optional<Condemned> condemned =
                        container.running() && !container.isSandbox() ? health.condemned(container) : Optional.empty();
                condemned.ifPresent(found -> stops.add(new Stop(
                        container,
                        found.why() + suffix,
                        found.graceSeconds().map(Duration::ofSeconds).orElseGet(view::grace))));
            }
        }

        private void stop(Container container, String why) {
            stops.add(new Stop(container, why, view.grace()));
        }

        /** What was prepared in a sandbox that is gone is prepared anew, unless nothing is to run any more. */
        private boolean initialized() {
            boolean begun = view.spec().getContainers().stream()
                    .anyMatch(container -> view.newest(container.getName())
                            .filter(this::inThisSandbox)
                            .isPresent());
            boolean over = view.spec().getContainers().stream()
                    .allMatch(container -> step(container, view.restartPolicy()) instanceof NextStep.Done);
            return begun
                    || over
                    || view.initContainers().stream()
                            .allMatch(container -> view.newest(container.getName())
                                    .filter(last -> inThisSandbox(last)
                                            && last.ended()
                                            && last.exitCode() == 0
                                            && last.error().isEmpty())
                                    .isPresent());
        }

        private boolean inThisSandbox(Container container) {
            return view.sandbox()
                    .filter(sandbox -> sandbox.running() && sandbox.id().equals(container.sandboxId()))
                    .isPresent();
        }

        /** One at a time, in order; gives back whether one failed for good. */
        private boolean runInit() {
            for (var container : view.initContainers()) {
                boolean again = view.newest(container.getName())
                        .filter(last -> !inThisSandbox(last))
                        .isPresent();
                NextStep step = step(container, again ? "Always" : view.initRestartPolicy());
                if (step instanceof NextStep.Done done) {
                    if (done.succeeded()) {
                        continue;
                    }
                    return true;
                }
                take(container, step);
                return false;
            }
            return false;
        }

        private boolean runAll() {
            boolean finished = true;
            boolean held = false;
            for (var container : view.spec().getContainers()) {
                NextStep step = step(container, view.restartPolicy());
                finished &= step instanceof NextStep.Done;
                // Nothing is started after a container whose postStart hook still runs.
                held |= step instanceof NextStep.Keep keep && health.starting(keep.container());
                if (!held) {
                    take(container, step);
                }
            }
            return finished;
        }

        private NextStep step(io.fabric8.kubernetes.api.model.Container container, String policy) {
            return NextStep.of(policy, view.newest(container.getName()), container.getImage(), now);
        }

        private void take(io.fabric8.kubernetes.api.model.Container container, NextStep step) {
            if (step instanceof NextStep.Make || step instanceof NextStep.Launch) {
                starts.add(new Start(container, step));
            } else if (step instanceof NextStep.Replace replace) {
                stop(replace.container(), "definition changed, will be restarted");
            } else if (step instanceof NextStep.Wait wait) {
                heldBack.add(wait.container());
                again = again.filter(earlier -> earlier.isBefore(wait.until())).or(() -> Optional.of(wait.until()));
            }
        }

        /** The newest of each name says how it ended, the one before holds the previous logs; older ones say nothing. */
        private List<Container> leftovers() {
            Set<String> kept = new HashSet<>();
            view.seen().stream().map(Container::containerName).distinct().forEach(name -> {
                view.newest(name).map(Container::id).ifPresent(kept::add);
                if (!name.equals(Labels.SANDBOX)) {
                    view.previous(name).map(Container::id).ifPresent(kept::add);
                }
            });
            return view.seen().stream()
                    .filter(container -> !kept.contains(container.id()) && !container.running())
                    .sorted(Comparator.comparing(Container::createdAt))
                    .toList();
        }
    }
}
