package dev.podproof.reference.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodMtuTest {

    @Test
    void is_what_the_overlay_leaves() {
        assertThat(PodMtu.of(1500, 0, OptionalInt.empty())).isEqualTo(1500);
        assertThat(PodMtu.of(1500, Tunnel.OVERHEAD, OptionalInt.empty())).isEqualTo(1450);
    }

    @Test
    void is_what_somebody_asks_for_if_that_fits() {
        assertThat(PodMtu.of(1500, Tunnel.OVERHEAD, OptionalInt.of(1450))).isEqualTo(1450);
        assertThat(PodMtu.of(1500, Tunnel.OVERHEAD, OptionalInt.of(576))).isEqualTo(576);
    }

    @ParameterizedTest
    @ValueSource(ints = {1451, 1500, 575, 0, -1})
    void is_refused_where_it_does_not_fit(int wanted) {
        assertThatIllegalStateException()
                .isThrownBy(() -> PodMtu.of(1500, Tunnel.OVERHEAD, OptionalInt.of(wanted)))
                .withMessageContainingAll("--mtu " + wanted + " ", "576 to 1450", "1500");
    }

    @Test
    void is_refused_where_the_hosts_network_leaves_no_room() {
        assertThatIllegalStateException()
                .isThrownBy(() -> PodMtu.of(600, Tunnel.OVERHEAD, OptionalInt.empty()))
                .withMessageContainingAll("600", "host-gw");
    }
}
