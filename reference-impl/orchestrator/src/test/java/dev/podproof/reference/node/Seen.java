package dev.podproof.reference.node;

import dev.podproof.reference.node.runtime.Container;
import dev.podproof.reference.node.runtime.Labels;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Containers as an engine would show them, in few words. */
final class Seen {
    static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    private final Map<String, String> labels = new HashMap<>();
    private String id;
    private Container.State state = Container.State.RUNNING;
    private Optional<Instant> started = Optional.of(START);
    private Optional<Instant> finished = Optional.empty();
    private int code;
    private String error = "";
    private boolean outOfMemory;

    private Seen(String name) {
        this.id = name + "-id";
        labels.put(Labels.POD_UID, "uid");
        labels.put(Labels.CONTAINER, name);
        labels.put(Labels.IMAGE, "image:1");
        labels.put(Labels.SANDBOX_ID, "POD-id");
    }

    static Seen container(String name) {
        return new Seen(name);
    }

    static Container sandbox() {
        return new Seen(Labels.SANDBOX).build();
    }

    Seen restarted(int count, int backOffSeconds) {
        id = id + count;
        labels.put(Labels.RESTART_COUNT, String.valueOf(count));
        labels.put(Labels.BACK_OFF, String.valueOf(backOffSeconds));
        return this;
    }

    Seen inSandbox(String sandboxId) {
        labels.put(Labels.SANDBOX_ID, sandboxId);
        return this;
    }

    /** Ended with that code, so many seconds after it started. */
    Seen ended(int exitCode, long afterSeconds) {
        state = Container.State.EXITED;
        code = exitCode;
        finished = Optional.of(START.plusSeconds(afterSeconds));
        return this;
    }

    Seen outOfMemory() {
        outOfMemory = true;
        return ended(137, 1);
    }

    Seen made() {
        state = Container.State.CREATED;
        started = Optional.empty();
        return this;
    }

    Seen notStartable(String why) {
        error = why;
        code = 127;
        return made();
    }

    Container build() {
        boolean sandbox = labels.get(Labels.CONTAINER).equals(Labels.SANDBOX);
        return new Container(
                id,
                id,
                "image:1",
                "sha256:1",
                labels,
                state,
                START,
                started,
                finished,
                code,
                outOfMemory,
                error,
                sandbox ? "10.244.1.2" : "",
                "SIGTERM");
    }
}
