package dev.podproof.reference.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyedWorkersTest {
    private final ExecutorService pool = Executors.newFixedThreadPool(4);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger runs = new AtomicInteger();

    private final List<KeyedWorkers> started = new ArrayList<>();

    /** Workers first, as in the agent: who is still at work asks nothing more of the timer then. */
    @AfterEach
    void stop() {
        started.forEach(KeyedWorkers::close);
        pool.shutdownNow();
        timer.shutdownNow();
    }

    @Test
    void does_the_work_of_a_key_once_more_for_all_signals_that_come_while_it_is_done() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        KeyedWorkers workers = workers(key -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            begun.countDown();
            waitFor(go);
            atOnce.decrementAndGet();
            runs.incrementAndGet();
            return Optional.empty();
        });

        workers.signal("a");
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        workers.signal("a");
        workers.signal("a");
        workers.signal("a");
        go.countDown();

        await().untilAsserted(() -> assertThat(runs).hasValue(2));
        assertThat(most).hasValue(1);
    }

    @Test
    void a_key_that_takes_all_memory_or_stack_is_tried_again_and_keeps_no_other_from_its_turn() {
        AtomicInteger bad = new AtomicInteger();
        KeyedWorkers workers = workers(key -> {
            if (key.equals("bad")) {
                if (bad.incrementAndGet() % 2 == 1) {
                    throw new OutOfMemoryError("as a test wishes");
                }
                throw new StackOverflowError("as a test wishes");
            }
            runs.incrementAndGet();
            return Optional.empty();
        });

        for (int i = 0; i < 8; i++) {
            workers.signal("bad");
        }
        workers.signal("good");

        await().untilAsserted(() -> assertThat(runs).hasValue(1));
        await().untilAsserted(() -> assertThat(bad).hasPositiveValue());
        int before = bad.get();
        await().untilAsserted(() -> {
            workers.signal("bad");
            assertThat(bad).hasValueGreaterThan(before);
        });
    }

    @Test
    void works_on_different_keys_at_once() {
        CountDownLatch both = new CountDownLatch(2);
        KeyedWorkers workers = workers(key -> {
            both.countDown();
            waitFor(both);
            runs.incrementAndGet();
            return Optional.empty();
        });

        workers.signal("a");
        workers.signal("b");

        await().untilAsserted(() -> assertThat(runs).hasValue(2));
    }

    @Test
    void looks_again_when_the_work_asks_for_it() {
        KeyedWorkers workers =
                workers(key -> runs.incrementAndGet() < 3 ? Optional.of(Duration.ofMillis(1)) : Optional.empty());

        workers.signal("a");

        await().untilAsserted(() -> assertThat(runs).hasValue(3));
    }

    @Test
    void goes_on_with_other_keys_when_one_fails() {
        KeyedWorkers workers = workers(key -> {
            if (key.equals("bad")) {
                throw new IllegalStateException("this failure is part of the test");
            }
            runs.incrementAndGet();
            return Optional.empty();
        });

        workers.signal("bad");
        workers.signal("good");

        await().untilAsserted(() -> assertThat(runs).hasValue(1));
    }

    private KeyedWorkers workers(KeyedWorkers.Work work) {
        KeyedWorkers workers = new KeyedWorkers("test", work, pool, timer);
        started.add(workers);
        return workers;
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
