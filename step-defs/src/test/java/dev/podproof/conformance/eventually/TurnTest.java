package dev.podproof.conformance.eventually;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.conformance.NotMet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnTest {
    private final List<String> told = new ArrayList<>();
    private final Turn turn = new Turn(() -> told.add("paused"), () -> told.add("resumed"));

    @Test
    void aWaitGivesTheTurnBackAndTakesItAgain() {
        turn.during(() -> {
            told.add("work");
            Eventually.eventually("it", Limit.patience(Duration.ofSeconds(10)), () -> told.add("look"), seen -> true);
            told.add("work");
        });

        assertThat(told).containsExactly("work", "paused", "look", "resumed", "work");
    }

    @Test
    void aWaitForPodsToStartIsWork() {
        turn.during(() -> Eventually.eventuallyAtWork(
                "it", Limit.patience(Duration.ofSeconds(10)), () -> told.add("look"), seen -> true, String::valueOf));

        assertThat(told).containsExactly("look");
    }

    @Test
    void aWaitInsideOfAWaitIsPartOfIt() {
        turn.during(() -> Eventually.eventually(
                "it",
                Limit.patience(Duration.ofSeconds(10)),
                () -> Eventually.eventually(
                        "more", Limit.patience(Duration.ofSeconds(10)), () -> told.add("look"), seen -> true),
                seen -> true));

        assertThat(told).containsExactly("paused", "look", "resumed");
    }

    @Test
    void aWaitInVainTakesTheTurnAgainToo() {
        assertThatThrownBy(() -> turn.during(() ->
                        Eventually.eventually("it", Limit.patience(Duration.ofMillis(200)), () -> "no", seen -> false)))
                .isInstanceOf(NotMet.class);

        assertThat(told).containsExactly("paused", "resumed");
    }

    @Test
    void aThreadWithoutATurnJustWaits() {
        turn.during(() -> {});

        assertThat(Eventually.eventually("it", Limit.patience(Duration.ofSeconds(10)), () -> "yes", seen -> true))
                .isEqualTo("yes");
        assertThat(told).isEmpty();
    }
}
