package dev.podproof.reference.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HostAddressTest {

    @Test
    void an_address_is_taken_as_it_is_written() {
        assertThat(HostAddress.in("192.0.2.7")).isEqualTo("192.0.2.7");
    }

    @Test
    void in_a_range_it_is_the_one_that_this_host_has_there() {
        String own = HostAddress.find();

        assertThat(HostAddress.in(own + "/32")).isEqualTo(own);
    }

    @Test
    void a_range_that_this_host_has_no_address_in_is_named_beside_those_that_it_has() {
        assertThatThrownBy(() -> HostAddress.in("127.0.0.0/8"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("127.0.0.0/8", "--address", HostAddress.find());
    }

    @Test
    void what_is_no_range_is_refused() {
        assertThatThrownBy(() -> HostAddress.in("10.0.0/8")).isInstanceOf(IllegalArgumentException.class);
    }
}
