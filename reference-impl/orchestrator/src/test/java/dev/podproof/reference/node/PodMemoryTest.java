package dev.podproof.reference.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PodMemoryTest {
    @Test
    void containers_that_are_gone_are_forgotten() {
        PodMemory memory = new PodMemory();
        for (String container : new String[] {"old", "new"}) {
            memory.lastWords(container, "farewell");
            memory.asksToEnd(container, Instant.EPOCH);
            memory.signals(container, Instant.EPOCH);
        }

        memory.forgetAllBut(Set.of("new"));

        assertThat(memory.lastWords("old")).isEmpty();
        assertThat(memory.askedToEnd("old")).isEmpty();
        assertThat(memory.signalled("old")).isEmpty();
        assertThat(memory.lastWords("new")).contains("farewell");
        assertThat(memory.askedToEnd("new")).contains(Instant.EPOCH);
        assertThat(memory.signalled("new")).contains(Instant.EPOCH);
    }
}
