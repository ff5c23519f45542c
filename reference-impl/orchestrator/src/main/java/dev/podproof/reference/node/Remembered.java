package dev.podproof.reference.node;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.Labels;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Containers that the engine no longer has, from what their pod's status told of them last: what ran once has run, whoever removed it.
 * One that was last seen running has ended, and nobody knows how.
 */
record Remembered(ContainerStatus told) {
    private static final String PREFIX = "docker://";
    private static final int KILLED = 137;

    /** Empty if no container of that status ever ran. */
    Optional<ContainerState> end() {
        ContainerState state = Objects.requireNonNullElseGet(told.getState(), ContainerState::new);
        if (state.getTerminated() != null) {
            return Optional.of(state);
        }
        if (state.getRunning() != null) {
            return Optional.of(unknown(state.getRunning().getStartedAt()));
        }
        return lastEnd();
    }

    /** How the one before it ended. */
    Optional<ContainerState> lastEnd() {
        return Optional.ofNullable(told.getLastState()).filter(last -> last.getTerminated() != null);
    }

    boolean isOf(Container container) {
        return (PREFIX + container.id()).equals(told.getContainerID());
    }

    /** The container as the engine would show it, in the sandbox that the pod has now unless that is younger. */
    Optional<Container> container(PodView view) {
        return end().map(state -> container(view, state.getTerminated()));
    }

    private Container container(PodView view, ContainerStateTerminated end) {
        Optional<Instant> started = time(end.getStartedAt());
        Optional<Instant> finished = time(end.getFinishedAt());
        Map<String, String> labels = new HashMap<>();
        labels.put(Labels.POD_UID, view.uid());
        labels.put(Labels.CONTAINER, told.getName());
        labels.put(Labels.RESTART_COUNT, String.valueOf(Objects.requireNonNullElse(told.getRestartCount(), 0)));
        labels.put(Labels.IMAGE, told.getImage());
        view.sandbox()
                .filter(sandbox -> finished.or(() -> started)
                        .filter(seen -> !seen.isBefore(sandbox.createdAt().truncatedTo(ChronoUnit.SECONDS)))
                        .isPresent())
                .ifPresent(sandbox -> labels.put(Labels.SANDBOX_ID, sandbox.id()));
        boolean neverStarted = ContainerStatuses.CANNOT_RUN.equals(end.getReason());
        return new Container(
                id(told.getContainerID()),
                told.getName(),
                told.getImage(),
                id(told.getImageID()),
                labels,
                Container.State.EXITED,
                started.orElse(Instant.EPOCH),
                started,
                finished,
                Objects.requireNonNullElse(end.getExitCode(), KILLED),
                ContainerStatuses.OUT_OF_MEMORY.equals(end.getReason()),
                neverStarted ? ContainerStatuses.CANNOT_RUN : "",
                "",
                "");
    }

    private ContainerState unknown(String startedAt) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(KILLED)
                .withReason("ContainerStatusUnknown")
                .withMessage("The container ran, and is gone from its host; nobody saw how it ended")
                .withStartedAt(startedAt)
                .withContainerID(told.getContainerID())
                .endTerminated()
                .build();
    }

    private static Optional<Instant> time(String text) {
        return Optional.ofNullable(text).map(Instant::parse);
    }

    private static String id(String text) {
        return Objects.requireNonNullElse(text, "").replaceFirst("^" + PREFIX, "");
    }
}
