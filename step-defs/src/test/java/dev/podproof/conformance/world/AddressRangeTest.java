package dev.podproof.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AddressRangeTest {
    private final AddressRange range = AddressRange.parse("10.244.1.0/24");

    @Test
    void holdsItsOwnAddressesAndNoOthers() {
        assertThat(range.contains("10.244.1.255")).isTrue();
        assertThat(range.contains("10.244.2.0")).isFalse();
        assertThat(range.contains("fd00::1")).isFalse();
    }

    @Test
    void overlapsWhateverHasAnAddressInCommon() {
        assertThat(range.overlaps(AddressRange.parse("10.244.1.128/25"))).isTrue();
        assertThat(range.overlaps(AddressRange.parse("10.244.0.0/16"))).isTrue();
        assertThat(range.overlaps(AddressRange.parse("10.244.0.0/24"))).isFalse();
    }

    @Test
    void forgetsTheBitsThatDiffer() {
        assertThat(AddressRange.parse("10.244.1.7/24")).isEqualTo(range).hasToString("10.244.1.0/24");
        assertThat(range.widened(8)).hasToString("10.244.0.0/16");
        assertThat(AddressRange.parse("0.0.1.0/24")).hasToString("0.0.1.0/24");
    }

    @Test
    void readsTheOtherVersionOfIpToo() {
        AddressRange six = AddressRange.parse("fd00:1:2:3::/64");
        assertThat(six.contains("fd00:1:2:3::42")).isTrue();
        assertThat(six.contains("fd00:1:2:4::42")).isFalse();
    }

    @Test
    void refusesWhatIsNoRange() {
        assertThatThrownBy(() -> AddressRange.parse("")).hasMessageContaining("no range");
        assertThatThrownBy(() -> AddressRange.parse("host.example/24")).hasMessageContaining("no IP address");
    }

    @Test
    void whatATargetSaysMayBeNoRange() {
        assertThat(AddressRange.read("10.244.1.0/24")).hasValue(AddressRange.parse("10.244.1.0/24"));
        assertThat(AddressRange.read("")).isEmpty();
        assertThat(AddressRange.read("host-1/24")).isEmpty();
    }
}
