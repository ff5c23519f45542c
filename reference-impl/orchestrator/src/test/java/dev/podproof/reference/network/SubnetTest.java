package dev.podproof.reference.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SubnetTest {
    @Test
    void its_first_address_is_the_bridges() {
        assertThat(new Subnet("10.244.7.0/24").gateway()).isEqualTo("10.244.7.1");
        assertThat(new Subnet("10.244.7.128/25").gateway()).isEqualTo("10.244.7.129");
    }

    @Test
    void says_what_a_subnet_looks_like_to_who_gives_none() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Subnet("10.244.7.0"))
                .withMessageContaining("\"10.244.7.0\"")
                .withMessageContaining("10.244.1.0/24");
    }
}
