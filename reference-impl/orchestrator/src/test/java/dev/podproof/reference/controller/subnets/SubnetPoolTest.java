package dev.podproof.reference.controller.subnets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.reference.api.Ipv4Range;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubnetPoolTest {

    private final SubnetPool pool = new SubnetPool(Ipv4Range.parse("10.244.0.0/22"), 24);

    @Test
    void givesEachNodeItsOwnSubnetUntilTheRangeIsUsedUp() {
        Set<String> given = new HashSet<>();
        for (int node = 0; node < 4; node++) {
            given.add(pool.take("node-" + node).orElseThrow().toString());
        }

        assertThat(given).containsExactlyInAnyOrder("10.244.0.0/24", "10.244.1.0/24", "10.244.2.0/24", "10.244.3.0/24");
        assertThat(pool.take("one-too-many")).isEmpty();
    }

    @Test
    void givesANodeThatAsksAgainTheSameSubnet() {
        Optional<Ipv4Range> first = pool.take("node");

        assertThat(pool.take("node")).isEqualTo(first);
    }

    @Test
    void reusesASubnetThatWasGivenBackOnlyAfterAllOthers() {
        pool.take("gone");
        pool.release("gone");

        assertThat(pool.take("new").orElseThrow()).hasToString("10.244.1.0/24");
        pool.take("c");
        pool.take("d");
        assertThat(pool.take("e").orElseThrow()).hasToString("10.244.0.0/24");
    }

    @Test
    void leavesASubnetToTheNodeThatHadItBefore() {
        assertThat(pool.claim("old", Ipv4Range.parse("10.244.0.0/24"))).isTrue();

        assertThat(pool.take("new").orElseThrow()).hasToString("10.244.1.0/24");
        assertThat(pool.claim("thief", Ipv4Range.parse("10.244.0.0/25"))).isFalse();
    }

    @Test
    void refusesWhatLiesOutsideItsRange() {
        assertThat(pool.claim("stranger", Ipv4Range.parse("10.245.0.0/24"))).isFalse();
    }

    @Test
    void namesTheRangeThatItCannotRead() {
        assertThatThrownBy(() -> Ipv4Range.parse("10.244.0.0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10.244.0.0");
        assertThatThrownBy(() -> Ipv4Range.parse("10.256.0.0/16")).hasMessageContaining("256");
        assertThatThrownBy(() -> Ipv4Range.parse("10.1.0.0/33")).hasMessageContaining("33");
    }

    @Test
    void writesARangeByItsFirstAddress() {
        assertThat(Ipv4Range.parse("192.168.7.9/24")).hasToString("192.168.7.0/24");
        assertThat(Ipv4Range.parse("200.1.2.3/0")).hasToString("0.0.0.0/0");
    }
}
