package dev.podproof.reference.node.runtime;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A container as the engine shows it.
 *
 * @param image the name that it was made from; {@code imageId} is what that name meant then
 * @param startedAt empty if it never started
 * @param finishedAt empty if it never ended
 * @param error why it could not be started, in the engine's words; empty if it could
 * @param address its address on the pods' network; empty if it has none of its own
 * @param stopSignal the signal that asks it to end
 */
public record Container(
        String id,
        String name,
        String image,
        String imageId,
        Map<String, String> labels,
        State state,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        int exitCode,
        boolean outOfMemory,
        String error,
        String address,
        String stopSignal) {

    /** Where a container is in its life; what an engine calls paused or restarting runs for us. */
    public enum State {
        CREATED,
        RUNNING,
        EXITED
    }

    public Container {
        labels = Map.copyOf(labels);
    }

    public String podUid() {
        return labels.getOrDefault(Labels.POD_UID, "");
    }

    /** The container's name within its pod. */
    public String containerName() {
        return labels.getOrDefault(Labels.CONTAINER, "");
    }

    public boolean isSandbox() {
        return containerName().equals(Labels.SANDBOX);
    }

    /** ID of the sandbox whose namespaces it shares; empty for a sandbox. */
    public String sandboxId() {
        return labels.getOrDefault(Labels.SANDBOX_ID, "");
    }

    public int restartCount() {
        return number(Labels.RESTART_COUNT);
    }

    /** Seconds that have to pass after this container's end before the next is started. */
    public int backOffSeconds() {
        return number(Labels.BACK_OFF);
    }

    public boolean running() {
        return state == State.RUNNING;
    }

    /** True if it has ended, or could not even be started. */
    public boolean ended() {
        return state == State.EXITED || (state == State.CREATED && !error.isEmpty());
    }

    private int number(String label) {
        return Integer.parseInt(labels.getOrDefault(label, "0"));
    }
}
