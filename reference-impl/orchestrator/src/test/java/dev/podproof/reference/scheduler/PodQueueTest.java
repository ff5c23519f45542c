package dev.podproof.reference.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class PodQueueTest {

    private final TestClock clock = new TestClock();
    private final PodQueue queue = new PodQueue(clock);

    @Test
    void servesPodsInTheOrderInWhichTheyCame() {
        queue.add("a");
        queue.add("b");
        queue.add("a");

        assertThat(queue.next()).contains("a");
        assertThat(queue.next()).contains("b");
        assertThat(queue.next()).isEmpty();
        assertThat(queue.idle()).isEmpty();
    }

    @Test
    void keepsAPodThatDoesNotFitWaitingUntilSomethingChanges() {
        queue.park("a");
        clock.pass(Duration.ofSeconds(20));
        assertThat(queue.next()).isEmpty();

        queue.wake();

        assertThat(queue.next()).contains("a");
    }

    @Test
    void triesAHostThatHasOpenedAtOnceHoweverOftenItTriedInVain() {
        for (int attempt = 0; attempt < 5; attempt++) {
            queue.park("a");
        }
        queue.wake();
        assertThat(queue.next()).isEmpty();

        queue.hurry();

        assertThat(queue.next()).contains("a");
    }

    @Test
    void looksAgainAfterAMinuteEvenIfNothingSeemsToHaveChanged() {
        queue.park("a");
        clock.pass(Duration.ofSeconds(61));

        assertThat(queue.next()).contains("a");
    }

    @Test
    void makesAPodThatKeepsFailingWaitLongerEachTime() {
        queue.retry("a");
        Duration first = queue.idle().orElseThrow();
        clock.pass(first);
        assertThat(queue.next()).contains("a");
        queue.retry("a");

        assertThat(queue.idle().orElseThrow()).isEqualTo(first.multipliedBy(2));
    }

    @Test
    void neverWaitsLongerThanTenSeconds() {
        for (int i = 0; i < 40; i++) {
            queue.retry("a");
        }

        assertThat(queue.idle()).contains(Duration.ofSeconds(10));
    }

    @Test
    void forgetsHowOftenAPodFailedOnceItIsGone() {
        queue.retry("a");
        queue.retry("a");
        queue.remove("a");

        queue.retry("a");

        assertThat(queue.idle()).contains(Duration.ofMillis(500));
    }

    @Test
    void doesNotDisturbAPodThatWaitsWhenOnlyItsStatusChanged() {
        queue.park("a");

        queue.addIfUnknown("a");

        assertThat(queue.next()).isEmpty();
    }

    @Test
    void triesAPodAtOnceWhenItWasChanged() {
        queue.park("a");

        queue.add("a");

        assertThat(queue.next()).contains("a");
    }

    private static final class TestClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
