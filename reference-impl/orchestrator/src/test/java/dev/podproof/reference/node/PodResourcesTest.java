package dev.podproof.reference.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.node.runtime.ContainerSpec.Resources;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodResourcesTest {
    @Test
    void limits_and_requests_are_bytes_micros_and_shares() {
        assertThat(of(Map.of("cpu", "500m", "memory", "64Mi"), Map.of("cpu", "250m")))
                .isEqualTo(new Resources(64 << 20, 50_000, 256));
    }

    @Test
    void without_any_there_is_no_limit_and_the_least_weight() {
        assertThat(of(Map.of(), Map.of())).isEqualTo(new Resources(0, 0, 2));
        assertThat(of(Map.of("cpu", "2"), Map.of())).isEqualTo(new Resources(0, 200_000, 2048));
        assertThat(of(Map.of("cpu", "2"), Map.of("cpu", "0"))).isEqualTo(new Resources(0, 200_000, 2));
        assertThat(of(Map.of("cpu", "1m"), Map.of())).isEqualTo(new Resources(0, 1_000, 2));
    }

    @Test
    void amounts_beyond_all_counting_are_large_and_no_error() {
        Resources huge = of(Map.of("cpu", "1e99", "memory", "1e99"), Map.of("cpu", "1e99"));

        assertThat(huge.memoryBytes()).isGreaterThan(1L << 40);
        assertThat(huge.cpuQuotaMicros()).isEqualTo(100_000_000_000L);
        assertThat(huge.cpuShares()).isEqualTo(262_144);
    }

    private static Resources of(Map<String, String> limits, Map<String, String> requests) {
        ContainerBuilder container = new ContainerBuilder().withNewResources().endResources();
        limits.forEach((name, amount) -> container
                .editResources()
                .addToLimits(name, new Quantity(amount))
                .endResources());
        requests.forEach((name, amount) -> container
                .editResources()
                .addToRequests(name, new Quantity(amount))
                .endResources());
        return PodResources.of(container.build());
    }
}
