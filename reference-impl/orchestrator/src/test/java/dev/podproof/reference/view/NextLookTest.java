package dev.podproof.reference.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NextLookTest {
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private final AtomicInteger taken = new AtomicInteger();
    private final NextLook look = new NextLook(queue::add, this::take);

    private void take() {
        if (taken.incrementAndGet() == 1) {
            look.soon();
        }
    }

    @Test
    void is_taken_once_for_all_who_asked_before_its_turn_and_again_for_who_asks_while_it_is_under_way() {
        look.soon();
        look.soon();
        assertThat(queue).hasSize(1);

        queue.remove().run();
        assertThat(queue).hasSize(1);

        queue.remove().run();
        assertThat(taken).hasValue(2);
        assertThat(queue).isEmpty();
    }

    @Test
    void asks_nothing_of_a_worker_that_has_ended() {
        NextLook late = new NextLook(
                task -> {
                    throw new RejectedExecutionException("ended");
                },
                taken::incrementAndGet);

        assertThatCode(late::soon).doesNotThrowAnyException();
    }
}
