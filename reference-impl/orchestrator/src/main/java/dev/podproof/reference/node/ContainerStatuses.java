package dev.podproof.reference.node;

import dev.podproof.reference.node.health.Health;
import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.Labels;
import dev.podproof.reference.text.Printable;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import java.time.Instant;
import java.util.Optional;

/** The status of each of a pod's containers. */
final class ContainerStatuses {
    static final String OUT_OF_MEMORY = "OOMKilled";
    static final String CANNOT_RUN = "ContainerCannotRun";

    private static final int LONGEST_WORDS_BYTES = 4 * 1024;
    private static final int LONGEST_WORDS_OF_POD_BYTES = 12 * 1024;

    private final PodView view;
    private final PodMemory memory;
    private final Health health;
    private final Instant now;
    private final boolean initialized;

    ContainerStatuses(PodView view, PodMemory memory, Health health, Instant now, boolean initialized) {
        this.view = view;
        this.memory = memory;
        this.health = health;
        this.now = now;
        this.initialized = initialized;
    }

    ContainerStatus of(io.fabric8.kubernetes.api.model.Container container, String policy, boolean init) {
        String name = container.getName();
        Optional<Container> newest = view.newest(name);
        Optional<ContainerState> waiting = waiting(container, policy, newest);
        Optional<ContainerState> last = newest.filter(found -> waiting.isPresent() && found.ended())
                .map(this::terminated)
                .or(() -> view.previous(name).filter(Container::ended).map(this::terminated))
                .or(() -> lastTold(name, newest));
        boolean running = waiting.isEmpty() && newest.filter(this::running).isPresent();
        boolean started = running && (init || health.started(newest.get()));
        boolean completedInit = init
                && newest.filter(Container::ended)
                        .filter(ContainerStatuses::succeeded)
                        .isPresent();
        return new ContainerStatusBuilder()
                .withName(name)
                .withImage(newest.map(found -> found.labels().get(Labels.IMAGE)).orElse(container.getImage()))
                .withImageID(newest.map(found -> "docker://" + found.imageId()).orElse(""))
                .withContainerID(newest.map(found -> "docker://" + found.id()).orElse(null))
                .withRestartCount(newest.map(Container::restartCount).orElse(0))
                .withState(waiting.orElseGet(() -> state(newest.orElseThrow())))
                .withLastState(last.orElseGet(ContainerState::new))
                .withStarted(started)
                .withReady(init ? completedInit : started && health.ready(newest.get()))
                .build();
    }

    /** The one before may be gone from the engine: how it ended was told. */
    private Optional<ContainerState> lastTold(String name, Optional<Container> newest) {
        return view.remembered(name)
                .flatMap(told -> newest.isEmpty() || told.isOf(newest.get()) ? told.lastEnd() : told.end());
    }

    private Optional<ContainerState> waiting(
            io.fabric8.kubernetes.api.model.Container container, String policy, Optional<Container> newest) {
        if (newest.filter(this::running).isPresent()) {
            return Optional.empty();
        }
        Optional<Waiting> known = memory.waiting(container.getName());
        NextStep step = NextStep.of(policy, newest, container.getImage(), now);
        if (step instanceof NextStep.Done || view.over() || view.beingDeleted()) {
            return newest.isPresent() ? Optional.empty() : Optional.of(waiting(known.orElseGet(this::notYet)));
        }
        if (known.isPresent()) {
            return Optional.of(waiting(known.get()));
        }
        if (step instanceof NextStep.Wait wait) {
            return Optional.of(waiting(new Waiting("CrashLoopBackOff", backOff(wait.container()))));
        }
        return newest.filter(Container::ended).isPresent() ? Optional.empty() : Optional.of(waiting(notYet()));
    }

    /** While its postStart hook runs a container is still being made, as far as anybody else is concerned. */
    private boolean running(Container container) {
        return container.running() && !health.starting(container);
    }

    /** The words of the status and of the event are the same, but for their capital letter. */
    static String backOffSuffix(Container container, PodView view) {
        return " restarting failed container=" + container.containerName() + " pod=" + view.name() + "_"
                + view.namespace() + "(" + view.uid() + ")";
    }

    private String backOff(Container container) {
        return "back-off " + length(container.backOffSeconds()) + backOffSuffix(container, view);
    }

    private static String length(int seconds) {
        return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
    }

    private Waiting notYet() {
        return new Waiting(initialized ? "ContainerCreating" : "PodInitializing", null);
    }

    private static ContainerState waiting(Waiting why) {
        return new ContainerStateBuilder()
                .withNewWaiting()
                .withReason(why.reason())
                .withMessage(why.message())
                .endWaiting()
                .build();
    }

    private ContainerState state(Container container) {
        if (container.running()) {
            return new ContainerStateBuilder()
                    .withNewRunning()
                    .withStartedAt(Times.text(container.startedAt().orElse(container.createdAt())))
                    .endRunning()
                    .build();
        }
        return container.ended() ? terminated(container) : waiting(notYet());
    }

    private ContainerState terminated(Container container) {
        if (!view.sees(container)) {
            return view.remembered(container.containerName())
                    .flatMap(Remembered::end)
                    .orElseThrow();
        }
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(container.exitCode())
                .withReason(reason(container))
                .withMessage(memory.lastWords(container.id())
                        .filter(words -> !words.isEmpty())
                        .or(() -> Optional.of(container.error()).filter(words -> !words.isEmpty()))
                        .map(words -> Printable.beginning(Printable.text(words), longestWords()))
                        .orElse(null))
                .withStartedAt(container.startedAt().map(Times::text).orElse(null))
                .withFinishedAt(Times.text(container.finishedAt().orElse(container.createdAt())))
                .withContainerID("docker://" + container.id())
                .endTerminated()
                .build();
    }

    /** A pod of many containers has no more to say than one of three. */
    private int longestWords() {
        int containers =
                view.spec().getContainers().size() + view.initContainers().size();
        return Math.min(LONGEST_WORDS_BYTES, LONGEST_WORDS_OF_POD_BYTES / Math.max(1, containers));
    }

    private static String reason(Container container) {
        if (container.outOfMemory()) {
            return OUT_OF_MEMORY;
        }
        if (!container.error().isEmpty()) {
            return CANNOT_RUN;
        }
        return container.exitCode() == 0 ? "Completed" : "Error";
    }

    private static boolean succeeded(Container container) {
        return container.exitCode() == 0 && container.error().isEmpty();
    }
}
