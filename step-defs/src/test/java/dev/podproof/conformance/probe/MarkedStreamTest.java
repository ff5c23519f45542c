package dev.podproof.conformance.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MarkedStreamTest {
    private final MarkedStream stream = new MarkedStream();

    @Test
    void whatStandsBeforeTheMarkIsTheCommands() {
        CompletableFuture<MarkedStream.Share> share = stream.until("mark");
        hear("hel");
        hear("lo\nma");
        hear("rk 7\n");

        assertThat(share).isCompletedWithValue(new MarkedStream.Share("hello\n", "7"));
    }

    @Test
    void aStreamWithoutEndIsGivenUp() {
        CompletableFuture<MarkedStream.Share> share = stream.until("mark");
        for (int i = 0; i < 5; i++) {
            hear("x".repeat(1 << 20));
        }

        assertThat(share).isCompletedExceptionally();
        assertThat(stream.soFar()).isEmpty();
        assertThat(stream.until("next")).isCompletedExceptionally();
    }

    private void hear(String text) {
        stream.heard(text.getBytes(StandardCharsets.UTF_8));
    }
}
