package dev.podproof.reference.main;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpareMemoryTest {
    private static final long LEAST = 100L << 20;

    private long taken = LEAST;
    private long collections = 7;
    private int given;
    private final SpareMemory memory = new SpareMemory(() -> taken, () -> collections, this::giveBack);

    private void giveBack() {
        given++;
        collections++;
        taken = LEAST;
    }

    @Test
    void what_a_rush_took_is_given_back_once_it_is_over() {
        taken = LEAST + SpareMemory.WORTH_BYTES;
        collections += SpareMemory.COLLECTIONS_OF_A_CALM;
        memory.look();
        assertThat(given).as("in the middle of it").isZero();

        memory.look();
        assertThat(given).isEqualTo(1);
        memory.look();
        assertThat(given).as("with nothing to give").isEqualTo(1);
    }

    @Test
    void a_little_is_not_worth_a_pause() {
        taken = LEAST + SpareMemory.WORTH_BYTES - 1;
        memory.look();
        assertThat(given).isZero();
    }

    @Test
    void what_could_not_be_given_back_is_tried_for_again_and_ever_more_rarely() {
        SpareMemory full = new SpareMemory(() -> taken, () -> collections, () -> given++);
        taken = LEAST + 2 * SpareMemory.WORTH_BYTES;
        looks(full, 1 + 2 + 4 + 8);
        assertThat(given).isEqualTo(4);
        looks(full, 10_000);
        assertThat(given).isLessThan(10_000 / 50);
    }

    @Test
    void what_a_second_rush_took_is_given_back_as_soon() {
        SpareMemory full = new SpareMemory(() -> taken, () -> collections, () -> given++);
        taken = LEAST + 2 * SpareMemory.WORTH_BYTES;
        looks(full, 10_000);
        given = 0;

        taken += SpareMemory.WORTH_BYTES;
        full.look();

        assertThat(given).isEqualTo(1);
    }

    private static void looks(SpareMemory memory, int count) {
        for (int i = 0; i < count; i++) {
            memory.look();
        }
    }
}
