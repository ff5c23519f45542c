package dev.podproof.reference.node;

import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.RuntimeInfo;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.function.Supplier;

/** What the host has for its pods: all of its processors and memory is what a container without a limit is told is its limit. */
final class Allocatable implements Supplier<Map<String, Quantity>> {
    private static final String PODS = "110";

    private final ContainerRuntime runtime;
    private volatile Map<String, Quantity> known = Map.of();

    Allocatable(ContainerRuntime runtime) {
        this.runtime = runtime;
    }

    static Map<String, Quantity> of(RuntimeInfo info) {
        return Map.of(
                "cpu", new Quantity(String.valueOf(info.cpus())),
                "memory", new Quantity(info.memoryBytes() / 1024 + "Ki"),
                "pods", new Quantity(PODS));
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
