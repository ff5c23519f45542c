package dev.podproof.conformance.eventually;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.conformance.NotMet;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Limit SHORT = Limit.patience(SECOND);

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
                .hasMessage("waited 1 s (the run's --patience) for the pod to run; last seen: Pending");
    }

    @Test
    void whatWasLastSeenIsHandedBackForAComparison() {
        assertThat(Eventually.lastSeen(SHORT, () -> "one", "two"::equals)).isEqualTo("one");
        assertThat(Eventually.lastSeen(SHORT, () -> "two", "two"::equals)).isEqualTo("two");
    }

    @Test
    void theLimitThatEndedAWaitIsToldOnce() {
        Eventually.lastSeen(SHORT, () -> "one", "two"::equals);

        assertThat(Eventually.ended()).contains(SHORT);
        assertThat(Eventually.ended()).isEmpty();
    }

    @Test
    void aWaitThatCameToItsEndForgetsTheOneBefore() {
        Eventually.lastSeen(SHORT, () -> "one", "two"::equals);
        Eventually.lastSeen(SHORT, () -> "two", "two"::equals);

        assertThat(Eventually.ended()).isEmpty();
    }

    @Test
    void toHaveLookedForAWhileIsNoLimit() {
        Eventually.held(SECOND, () -> "Pending", "Pending"::equals);

        assertThat(Eventually.ended()).isEmpty();
    }

    @Test
    void whatHasToStayIsLookedAtUntilTimeIsOver() {
        Age age = Age.ofNow();

        assertThat(Eventually.held(SECOND, () -> "Pending", "Pending"::equals)).isEqualTo("Pending");
        assertThat(age.passed()).isGreaterThanOrEqualTo(SECOND);
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
                        SECOND,
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
                        Limit.patience(Duration.ofMinutes(1)),
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
