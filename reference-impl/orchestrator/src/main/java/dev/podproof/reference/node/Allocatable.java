package dev.podproof.reference.node;

import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.RuntimeInfo;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.function.Supplier;

/** Processors and memory that the host has for its pods: what a container that sets no limit is told is its limit. */
final class Allocatable implements Supplier<Map<String, Quantity>> {
    private final ContainerRuntime runtime;
    private volatile Map<String, Quantity> known = Map.of();

    Allocatable(ContainerRuntime runtime) {
        this.runtime = runtime;
    }

    static Map<String, Quantity> of(RuntimeInfo info) {
        return Map.of(
                "cpu", new Quantity(String.valueOf(info.cpus())),
                "memory", new Quantity(info.memoryBytes() / 1024 + "Ki"));
    }

    /** Asked of the engine once: it does not change while the host runs. */
    @Override
    public Map<String, Quantity> get() {
        if (known.isEmpty()) {
            known = of(runtime.info());
        }
        return known;
    }
}
