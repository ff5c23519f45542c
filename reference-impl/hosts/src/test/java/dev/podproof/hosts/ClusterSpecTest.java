package dev.podproof.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.hosts.engine.HostsException;
import dev.podproof.reference.api.ClusterRanges;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSpecTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a_b", "-a", "a-", "a b", "a-name-that-is-longer-than-thirty-c"})
    void a_name_that_can_not_name_containers_is_refused(String name) {
        assertThatThrownBy(() -> ReferenceCluster.builder().name(name).build())
                .isInstanceOfSatisfying(
                        HostsException.class, e -> assertThat(e.reason()).isEqualTo(HostsException.Reason.INVALID))
                .hasMessageContaining("'" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 33})
    void a_number_of_hosts_out_of_range_is_refused(int hosts) {
        assertThatThrownBy(() -> ReferenceCluster.builder().hosts(hosts).build())
                .isInstanceOf(HostsException.class)
                .hasMessageContaining("1 to 32");
    }

    @Test
    void more_hosts_than_the_pods_range_has_subnets_are_refused() {
        var two = ClusterRanges.of("10.1.0.0/23", 24, "10.2.0.0/16");
        assertThatThrownBy(() -> ReferenceCluster.builder().hosts(3).ranges(two).build())
                .isInstanceOf(HostsException.class)
                .hasMessageContainingAll(
                        "10.1.0.0/23", "--pod-range", "2 subnets of /24", "--subnet-prefix", "3 hosts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "podproof", "run-42"})
    void an_ordinary_name_is_taken(String name) {
        assertThat(ReferenceCluster.builder().name(name).build().name()).isEqualTo(name);
    }
}
