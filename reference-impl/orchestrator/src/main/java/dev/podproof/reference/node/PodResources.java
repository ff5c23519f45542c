package dev.podproof.reference.node;

import dev.podproof.reference.node.runtime.ContainerSpec.Resources;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;

/** Limits and requests as the kernel takes them. */
final class PodResources {
    private static final BigDecimal PERIOD_MICROS = BigDecimal.valueOf(100_000);
    private static final long LEAST_QUOTA_MICROS = 1_000;
    private static final BigDecimal SHARES_OF_A_CPU = BigDecimal.valueOf(1_024);
    private static final int LEAST_SHARES = 2;

    private PodResources() {}

    static Resources of(Container container) {
        Optional<Quantity> memory = find(container, true, "memory");
        Optional<Quantity> cpu = find(container, true, "cpu");
        Optional<Quantity> weight = find(container, false, "cpu").or(() -> cpu);
        return new Resources(
                memory.map(limit -> limit.getNumericalAmount()
                                .setScale(0, RoundingMode.CEILING)
                                .longValueExact())
                        .orElse(0L),
                cpu.map(PodResources::quota).orElse(0L),
                weight.map(PodResources::shares).orElse(LEAST_SHARES));
    }

    private static long quota(Quantity cpu) {
        long micros = cpu.getNumericalAmount().multiply(PERIOD_MICROS).longValue();
        return micros == 0 ? 0 : Math.max(LEAST_QUOTA_MICROS, micros);
    }

    private static int shares(Quantity cpu) {
        return Math.max(
                LEAST_SHARES, cpu.getNumericalAmount().multiply(SHARES_OF_A_CPU).intValue());
    }

    private static Optional<Quantity> find(Container container, boolean limit, String name) {
        return Optional.ofNullable(container.getResources())
                .map(resources -> limit ? resources.getLimits() : resources.getRequests())
                .map((Map<String, Quantity> set) -> set.get(name));
    }
}
