package dev.podproof.conformance.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever answers as a cluster can't hold the suite up, or make it run out of memory. */
@Timeout(60)
class ApiProbeTest {
    private static final int MOST = 1 << 20;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void anAnswerThatDripsForEverIsGivenUp() {
        answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
            }
        });

        assertThatThrownBy(() -> probe(Duration.ofSeconds(1), Integer.MAX_VALUE).get("/api"))
                .isInstanceOf(ApiLost.class)
                .hasMessage("GET /api got no answer: it did not come to its end within 1 s");
    }

    @Test
    void anAnswerThatIsLargerThanAnyIsGivenUp() {
        answer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] part = new byte[1 << 16];
            while (true) {
                exchange.getResponseBody().write(part);
            }
        });

        assertThatThrownBy(() -> probe(Duration.ofSeconds(50), MOST).get("/api"))
                .isInstanceOf(ApiLost.class)
                .hasMessageContaining("its answer has more than " + MOST + " bytes");
    }

    @Test
    void anAnswerOfJustThatSizeIsRead() {
        answer(exchange -> {
            exchange.sendResponseHeaders(200, MOST);
            exchange.getResponseBody().write(" ".repeat(MOST - 2).concat("{}").getBytes(StandardCharsets.UTF_8));
        });

        Answer answer = probe(Duration.ofSeconds(50), MOST).get("/api");
        assertThat(answer.succeeded()).isTrue();
        assertThat(answer.body().isObject()).isTrue();
    }

    @Test
    void aReportIsSpentNoMoreThanSomeWordsOnAnAnswer() {
        Answer answer = new Answer(500, TextNode.valueOf("w".repeat(1 << 20)), Optional.empty());

        assertThat(new ApiRefused("GET /", answer).getMessage())
                .hasSizeLessThan(5_000)
                .endsWith(" …");
    }

    @Test
    void whatTheApiSaysMayBeTriedAgainIsTriedAgain() {
        AtomicInteger asked = new AtomicInteger();
        answer(exchange -> {
            if (asked.incrementAndGet() < 3) {
                exchange.getResponseHeaders().add("Retry-After", "0");
                say(
                        exchange,
                        500,
                        "{\"reason\": \"ServerTimeout\", \"message\": \"retry after the token is created\"}");
            } else {
                say(exchange, 201, "{\"kind\": \"Pod\"}");
            }
        });
        ApiProbe probe = probe(Duration.ofSeconds(50), MOST);

        assertThat(probe.post("/api", Documents.yaml("kind: Pod")).succeeded()).isTrue();
        assertThat(probe.repeats()).isEqualTo(2);
    }

    @Test
    void anApiThatAlwaysWantsToBeAskedAgainIsGivenUp() {
        answer(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "1");
            say(exchange, 429, "{\"message\": \"too many requests\"}");
        });
        ApiProbe probe = probe(Duration.ofSeconds(50), MOST, Duration.ofSeconds(3));

        Answer answer = probe.get("/api");
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.message()).matches("too many requests \\(to the last of [23] tries\\)");
        assertThat(probe.repeats()).isEqualTo(answer.tries() - 1);
    }

    @Test
    void aPauseThatIsLongerThanAnyRequestIsTriedIsNotWaitedFor() {
        answer(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "3600");
            say(exchange, 503, "{\"message\": \"maintenance\"}");
        });

        assertThat(probe(Duration.ofSeconds(50), MOST).get("/api").tries()).isEqualTo(1);
    }

    @Test
    void whatSomebodyElseHasWrittenToIsReadAndWrittenAgain() {
        AtomicInteger version = new AtomicInteger();
        List<String> written = new CopyOnWriteArrayList<>();
        answer(exchange -> {
            if (exchange.getRequestMethod().equals("GET")) {
                say(exchange, 200, "{\"metadata\": {\"resourceVersion\": \"" + version.incrementAndGet() + "\"}}");
                return;
            }
            written.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            boolean late = written.size() < 3;
            say(exchange, late ? 409 : 200, late ? "{\"reason\": \"Conflict\"}" : "{}");
        });

        Answer answer = probe(Duration.ofSeconds(50), MOST)
                .change("/api/pod", "/api/pod/status", now -> ((ObjectNode) now).put("seen", true));

        assertThat(answer.succeeded()).isTrue();
        assertThat(written).hasSize(3);
        assertThat(written.get(2)).contains("\"resourceVersion\":\"3\"").contains("\"seen\":true");
    }

    private static void say(HttpExchange exchange, int status, String document) throws IOException {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private interface Saying {
        void to(HttpExchange exchange) throws IOException;
    }

    private void answer(Saying saying) {
        server.createContext("/api", exchange -> {
            try (exchange) {
                saying.to(exchange);
            }
        });
    }

    private ApiProbe probe(Duration limit, int most) {
        return probe(limit, most, Duration.ofSeconds(20));
    }

    private ApiProbe probe(Duration limit, int most, Duration trying) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .build();
        return new ApiProbe(config, limit, most, trying);
    }
}
