package dev.podproof.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShellTest {
    @Test
    void everyByteIsGivenToPrintfAsItsOctalNumber() {
        assertThat(Shell.escaped((byte) 0, (byte) '%', (byte) '\\', (byte) 0xff))
                .isEqualTo("\\000\\045\\134\\377");
    }
}
