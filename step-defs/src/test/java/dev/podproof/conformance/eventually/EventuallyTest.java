package dev.podproof.conformance.eventually;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.conformance.NotMet;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {
    private static final Duration SHORT = Duration.ofSeconds(1);

    @Test
    void looksUntilItIsAsWanted() {
        AtomicInteger looks = new AtomicInteger();

        assertThat(Eventually.eventually("three", SHORT, looks::incrementAndGet, seen -> seen == 3))
                .isEqualTo(3);
    }

    @Test
    void whenTimeIsOverTheMessageSaysWhatWasLastSeen() {
        assertThatThrownBy(() -> Eventually.eventually("the pod to run", SHORT, () -> "Pending", "Running"::equals))
                .isInstanceOf(NotMet.class)
                .hasMessage("waited 1 s for the pod to run; last seen: Pending");
    }

    @Test
    void whatWasLastSeenIsHandedBackForAComparison() {
        assertThat(Eventually.lastSeen(SHORT, () -> "one", "two"::equals)).isEqualTo("one");
        assertThat(Eventually.lastSeen(SHORT, () -> "two", "two"::equals)).isEqualTo("two");
    }

    @Test
    void whatHasToStayIsLookedAtUntilTimeIsOver() {
        Age age = Age.ofNow();

        assertThat(Eventually.held(SHORT, () -> "Pending", "Pending"::equals)).isEqualTo("Pending");
        assertThat(age.passed()).isGreaterThanOrEqualTo(SHORT);
    }

    @Test
    void whatDoesNotStayIsHandedBackThoughItWasWellAtFirst() {
        AtomicInteger looks = new AtomicInteger();

        assertThat(Eventually.held(Duration.ofMinutes(1), looks::incrementAndGet, seen -> seen < 3))
                .isEqualTo(3);
    }

    @Test
    void aLookThatIsRefusedIsNotTakenForWhatWasSeenBefore() {
        AtomicInteger looks = new AtomicInteger();

        assertThatThrownBy(() -> Eventually.held(
                        SHORT,
                        () -> {
                            if (looks.incrementAndGet() > 1) {
                                throw new NotMet("GET pod: 404 it is gone");
                            }
                            return "Running";
                        },
                        "Running"::equals))
                .isInstanceOf(NotMet.class)
                .hasMessage("GET pod: 404 it is gone");
    }

    @Test
    void anErrorOfTheSuiteEndsTheWaitAtOnce() {
        assertThatThrownBy(() -> Eventually.eventually(
                        "anything",
                        Duration.ofMinutes(1),
                        () -> {
                            throw new IllegalStateException("the API is lost");
                        },
                        seen -> true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the API is lost");
    }

    @Test
    void anAgeIsWaitedForAndNoLonger() {
        Age age = Age.ofNow();
        age.atLeast(Duration.ofMillis(300));

        assertThat(age.passed()).isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
    }
}
