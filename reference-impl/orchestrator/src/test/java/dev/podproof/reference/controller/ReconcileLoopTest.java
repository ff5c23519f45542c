package dev.podproof.reference.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconcileLoopTest {

    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(4);
    private final Queue<String> visits = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void visitsAKeyOnceHoweverOftenItChangedWhileItWaited() throws InterruptedException {
        CountDownLatch open = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        ReconcileLoop<String> loop = new ReconcileLoop<>("test", executor, key -> {
            visits.add(key);
            begun.countDown();
            await().until(() -> open.getCount() == 0);
        });
        loop.add("a");
        begun.await();
        loop.add("a");
        loop.add("a");
        loop.add("a");

        open.countDown();

        await().until(() -> visits.size() == 2);
        loop.add("b");
        await().until(() -> visits.contains("b"));
        assertThat(visits).containsExactly("a", "a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                OutOfMemoryError.class,
                StackOverflowError.class,
                AssertionError.class,
                IllegalStateException.class
            })
    void aKeyThatCannotBeDealtWithIsVisitedAgainAndKeepsNoOtherFromItsVisit(Class<? extends Throwable> trouble) {
        ReconcileLoop<String> loop = new ReconcileLoop<>("test", executor, key -> {
            visits.add(key);
            if (key.equals("bad")) {
                fail(trouble);
            }
        });
        loop.add("bad");
        loop.add("good");

        await().until(() -> visits.contains("good"));
        await().until(() -> visits.stream().filter("bad"::equals).count() >= 3);
        loop.add("good");
        await().until(() -> visits.stream().filter("good"::equals).count() == 2);
    }

    private static void fail(Class<? extends Throwable> trouble) {
        try {
            throw trouble.getConstructor().newInstance();
        } catch (RuntimeException | Error asWished) {
            throw asWished;
        } catch (Throwable reflection) {
            throw new IllegalStateException(reflection);
        }
    }

    @Test
    void answersAllWhoCanWaitWithOneVisit() {
        ReconcileLoop<String> loop = new ReconcileLoop<>("test", executor, visits::add);
        for (int i = 0; i < 100; i++) {
            loop.addWithin("a", Duration.ofMillis(200));
        }
        loop.add("b");

        await().until(() -> visits.contains("a"));
        assertThat(visits).containsExactly("b", "a");
        loop.addWithin("a", Duration.ofMillis(1));
        await().until(() -> visits.size() == 3);
    }

    @Test
    void neverVisitsAKeyFromTwoThreadsAtOnce() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ReconcileLoop<String> loop = new ReconcileLoop<>("test", executor, key -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            visits.add(key);
            inside.decrementAndGet();
        });

        for (int i = 0; i < 2000; i++) {
            loop.add("a");
        }

        await().until(() -> !visits.isEmpty());
        assertThat(most).hasValue(1);
    }

    @Test
    void repeatsAVisitThatFailedUntilItSucceeds() {
        ReconcileLoop<String> loop = new ReconcileLoop<>("test", executor, key -> {
            visits.add(key);
            if (visits.size() < 4) {
                throw new IllegalStateException("not yet");
            }
        });

        loop.add("a");

        await().until(() -> visits.size() == 4);
        assertThat(List.copyOf(visits)).containsOnly("a");
    }

    @Test
    void beginsNoVisitAfterItWasClosed() {
        ReconcileLoop<String> loop = new ReconcileLoop<>("test", executor, visits::add);
        loop.close();

        loop.add("a");
        ReconcileLoop<String> other = new ReconcileLoop<>("test", executor, visits::add);
        other.add("b");

        await().until(() -> visits.contains("b"));
        assertThat(visits).containsExactly("b");
    }
}
