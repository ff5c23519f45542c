package dev.podproof.reference.node.volume;

import dev.podproof.reference.model.Amounts;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Map;
import java.util.function.LongBinaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** How many bytes a volume in memory may hold: the least of its own limit, its pod's, and what the host has for all pods, as on a kubelet. */
final class MemorySize {
    private static final String MEMORY = "memory";

    private MemorySize() {}

    static long of(EmptyDirVolumeSource source, PodSpec pod, Map<String, Quantity> allocatable) {
        Quantity own = source.getSizeLimit();
        return LongStream.of(own == null ? 0 : amount(Map.of(MEMORY, own)), ofPod(pod), amount(allocatable))
                .filter(limit -> limit > 0)
                .min()
                .orElseThrow(() -> new IllegalArgumentException("nobody says how much memory this host has"));
    }

    /** 0 if one of its containers may use as much as it likes. */
    private static long ofPod(PodSpec pod) {
        boolean bounded = Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream())
                .allMatch(container -> limit(container) > 0);
        return bounded ? Math.max(sum(pod.getContainers(), Long::sum), sum(pod.getInitContainers(), Math::max)) : 0;
    }

    private static long sum(List<Container> containers, LongBinaryOperator together) {
        return containers.stream().mapToLong(MemorySize::limit).reduce(0, together);
    }

    private static long limit(Container container) {
        ResourceRequirements resources = container.getResources();
        return resources == null ? 0 : amount(resources.getLimits());
    }

    private static long amount(Map<String, Quantity> quantities) {
        return Amounts.of(quantities).of(MEMORY);
    }
}
