package dev.podproof.reference.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KernelTableTest {
    private int read;
    private final KernelTable<String> table = new KernelTable<>(() -> Map.of("read", String.valueOf(++read)));

    @Test
    void is_read_once_and_then_known_by_what_was_written() {
        table.take();
        table.are(Map.of("written", "x"));

        assertThat(table.take()).isEqualTo(Map.of("written", "x"));
        assertThat(read).isOne();
    }

    @Test
    void is_read_again_after_a_change_of_which_nobody_said_what_became_of_it() {
        table.take();

        assertThat(table.take()).isEqualTo(Map.of("read", "2"));
    }

    @Test
    void is_read_again_when_somebody_else_may_have_changed_it() {
        table.take();
        table.are(Map.of("written", "x"));
        table.forget();

        assertThat(table.take()).isEqualTo(Map.of("read", "2"));
    }
}
