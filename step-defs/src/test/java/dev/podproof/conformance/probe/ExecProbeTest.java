package dev.podproof.conformance.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podproof.conformance.PretendedApi;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was not connected has run nothing. */
@Timeout(60)
class ExecProbeTest {
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void anApiThatHasTooMuchToDoIsAskedAgain() {
        assertThatThrownBy(() -> run(429, 3, Duration.ofSeconds(30)))
                .isInstanceOf(ExecLost.class)
                .hasMessage("exec in shop/web/main: the API answered 404 instead of opening the connection");
        assertThat(asked.get()).isEqualTo(3);
    }

    @Test
    void anApiThatIsAlwaysInTroubleIsGivenUp() {
        assertThatThrownBy(() -> run(503, Integer.MAX_VALUE, Duration.ofSeconds(2)))
                .isInstanceOf(ExecLost.class)
                .hasMessageContaining("the API answered 503");
        assertThat(asked.get()).isBetween(2, 10);
    }

    /** Answers so until that request, and knows nothing of that one. */
    private void run(int status, int until, Duration limit) {
        try (PretendedApi api = new PretendedApi(exchange -> {
            exchange.sendResponseHeaders(asked.incrementAndGet() < until ? status : 404, -1);
            exchange.close();
        })) {
            api.exec().run("shop", "web", "main", List.of("true"), limit);
        }
    }
}
