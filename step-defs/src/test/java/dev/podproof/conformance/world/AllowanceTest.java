package dev.podproof.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllowanceTest {
    @Test
    void aQuotaIsHeldAgainstItsPeriod() {
        Allowance most = Allowance.parse("60000 100000\n").orElseThrow();

        assertThat(most.isAtMost(0.6)).isTrue();
        assertThat(most.isAtMost(0.5)).isFalse();
        assertThat(most.raw()).isEqualTo("60000 of 100000 microseconds");
    }

    @Test
    void noQuotaIsNoLimit() {
        assertThat(Allowance.parse("max 100000").orElseThrow().isAtMost(1000)).isFalse();
        assertThat(Allowance.parse("-1 100000").orElseThrow().isAtMost(1000)).isFalse();
    }

    @Test
    void aKernelThatShowsNothingSaysNothing() {
        assertThat(Allowance.parse("")).isEmpty();
        assertThat(Allowance.parse("cat: can't open")).isEmpty();
        assertThat(Allowance.parse("0 0")).isEmpty();
    }
}
