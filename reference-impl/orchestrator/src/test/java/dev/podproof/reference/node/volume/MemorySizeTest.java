package dev.podproof.reference.node.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EmptyDirVolumeSourceBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemorySizeTest {
    private static final long MI = 1 << 20;
    private static final Map<String, Quantity> HOST = Map.of("memory", new Quantity("64Mi"));

    @Test
    void is_the_least_of_its_own_limit_its_pods_and_its_hosts() {
        assertThat(size("8Mi", pod("16Mi", "16Mi"))).isEqualTo(8 * MI);
        assertThat(size("48Mi", pod("16Mi", "16Mi"))).isEqualTo(32 * MI);
        assertThat(size("0", pod("16Mi", "16Mi"))).isEqualTo(32 * MI);
        assertThat(size("1e99", pod("1e99", "1e99"))).isEqualTo(64 * MI);
        assertThat(size("100m", pod("16Mi", "16Mi"))).isEqualTo(1);
    }

    @Test
    void a_container_without_a_limit_leaves_the_pod_without_one() {
        assertThat(size("0", pod("16Mi", "0"))).isEqualTo(64 * MI);
    }

    @Test
    void containers_that_run_one_after_the_other_need_no_more_than_the_largest() {
        PodSpec pod = new PodSpecBuilder(pod("8Mi", "8Mi"))
                .addNewInitContainer()
                .withNewResources()
                .addToLimits("memory", new Quantity("24Mi"))
                .endResources()
                .endInitContainer()
                .build();

        assertThat(size("0", pod)).isEqualTo(24 * MI);
    }

    private static long size(String limit, PodSpec pod) {
        return MemorySize.of(
                new EmptyDirVolumeSourceBuilder().withNewSizeLimit(limit).build(), pod, HOST);
    }

    private static PodSpec pod(String... limits) {
        PodSpecBuilder pod = new PodSpecBuilder();
        for (String limit : limits) {
            pod.addNewContainer()
                    .withNewResources()
                    .addToLimits("memory", new Quantity(limit))
                    .endResources()
                    .endContainer();
        }
        return pod.build();
    }
}
