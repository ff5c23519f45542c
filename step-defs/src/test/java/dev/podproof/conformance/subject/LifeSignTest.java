package dev.podproof.conformance.subject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.conformance.PretendedApi;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class LifeSignTest {
    private static final RunIdentity RUN = new RunIdentity("1a2b", "here", "7@1");

    private final List<String> requests = new CopyOnWriteArrayList<>();

    @Test
    void itIsGivenAgainAndAgainOnANamespaceOfTheRun() {
        try (PretendedApi api = api(200);
                LifeSign sign = LifeSign.start(api.probe(), RUN, Duration.ofMillis(50))) {
            assertThat(sign).isNotNull();
            assertThat(requests.get(0))
                    .startsWith("POST /api/v1/namespaces ")
                    .contains("podproof-run-1a2b", "\"podproof.dev/run\":\"1a2b\"", "\"podproof.dev/process\":\"7@1\"");
            Awaitility.await().until(() -> signs() >= 3);
        }
    }

    @Test
    void aClusterThatGrantsNoneIsTestedAllTheSame() {
        try (PretendedApi api = api(403);
                LifeSign sign = LifeSign.start(api.probe(), RUN, Duration.ofHours(1))) {
            assertThat(sign).isNotNull();
            assertThat(signs()).isZero();
        }
    }

    private long signs() {
        return requests.stream()
                .filter(each -> each.startsWith("PATCH /api/v1/namespaces/podproof-run-1a2b ")
                        && each.contains("podproof.dev/alive"))
                .count();
    }

    private PretendedApi api(int status) {
        return new PretendedApi(exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }
}
