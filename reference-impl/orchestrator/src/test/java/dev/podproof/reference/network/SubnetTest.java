package dev.podproof.reference.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubnetTest {
    @Test
    void its_first_address_is_the_bridges() {
        assertThat(new Subnet("10.244.7.0/24").gateway()).hasToString("10.244.7.1");
        assertThat(new Subnet("10.244.7.128/25").gateway()).hasToString("10.244.7.129");
    }

    @Test
    void is_the_same_whichever_of_its_addresses_it_was_named_by() {
        assertThat(new Subnet("10.244.7.1/24")).isEqualTo(new Subnet("10.244.7.0/24"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.244.7.0", "10.244.7.0/33", "10.244.256.0/24", ""})
    void says_what_a_subnet_looks_like_to_who_gives_none(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Subnet(text))
                .withMessageContaining("not an IPv4 range");
    }
}
