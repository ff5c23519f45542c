package dev.podproof.reference.node;

import dev.podproof.reference.model.Amounts;
import dev.podproof.reference.node.runtime.ContainerSpec.Resources;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.Objects;

/** Limits and requests as the kernel takes them; what is more than it can count is as much as it can. */
final class PodResources {
    private static final long MICROS_OF_A_MILLICPU = 100;
    private static final long LEAST_QUOTA_MICROS = 1_000;
    /** A million processors; the kernel refuses a quota of some more. */
    private static final long MOST_QUOTA_MICROS = 100_000_000_000L;

    private static final long SHARES_OF_A_CPU = 1_024;
    private static final long LEAST_SHARES = 2;
    private static final long MOST_SHARES = 262_144;

    private PodResources() {}

    static Resources of(Container container) {
        ResourceRequirements resources =
                Objects.requireNonNullElseGet(container.getResources(), ResourceRequirements::new);
        Amounts limits = Amounts.of(resources.getLimits());
        Amounts requests = Amounts.of(resources.getRequests());
        long weight = requests.units().containsKey("cpu") ? requests.of("cpu") : limits.of("cpu");
        return new Resources(limits.of("memory"), quota(limits.of("cpu")), shares(weight));
    }

    private static long quota(long millicpu) {
        return millicpu == 0 ? 0 : between(LEAST_QUOTA_MICROS, millicpu * MICROS_OF_A_MILLICPU, MOST_QUOTA_MICROS);
    }

    private static int shares(long millicpu) {
        return Math.toIntExact(between(LEAST_SHARES, millicpu * SHARES_OF_A_CPU / 1_000, MOST_SHARES));
    }

    private static long between(long least, long amount, long most) {
        return Math.max(least, Math.min(amount, most));
    }
}
