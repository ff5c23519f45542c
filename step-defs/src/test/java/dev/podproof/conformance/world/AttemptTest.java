package dev.podproof.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    @Test
    void aRefusalThatCameInTimeIsOne() {
        Attempt attempt = Attempt.parse("1042.17 1042.21 nc: 10.96.0.7 (10.96.0.7:80): Connection refused\n");

        assertThat(attempt.took()).isEqualTo(Duration.ofMillis(40));
        assertThat(attempt.refusedWithin(LIMIT)).isTrue();
    }

    @Test
    void aRefusalThatCameLateIsNone() {
        assertThat(Attempt.parse("1042.17 1044.18 nc: Connection refused").refusedWithin(LIMIT))
                .isFalse();
    }

    @Test
    void silenceIsNoRefusalHoweverShort() {
        assertThat(Attempt.parse("1042.17 1042.21 nc: timed out").refusedWithin(LIMIT))
                .isFalse();
        assertThat(Attempt.parse("1042.17 1042.21").refusedWithin(LIMIT)).isFalse();
    }
}
