package dev.podproof.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.podproof.conformance.probe.ApiProbe;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterFactsTest {
    private HttpServer server;
    private ApiProbe api;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        api = new ApiProbe(new ConfigBuilder(Config.empty())
                .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                .build());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aVersionIsAFewLettersWhateverTheClusterSays() {
        answer("/version", "{\"gitVersion\":\"" + "v".repeat(1 << 20) + "\"}");

        assertThat(ClusterFacts.version(api)).hasSize(100);
    }

    @Test
    void noVersionIsUnknown() {
        answer("/version", "[]");

        assertThat(ClusterFacts.version(api)).isEqualTo("unknown");
    }

    @Test
    void hostsThatAreListedTwiceOrAreNoneEndNoRun() {
        answer(
                "/api/v1/nodes",
                "{\"items\":[1,{\"metadata\":{\"name\":\"a\"},\"spec\":{\"podCIDR\":\"10.1.0.0/24\"}},{\"metadata\":{\"name\":\"a\"},\"spec\":{}},{}]}");

        assertThat(ClusterFacts.topology(api, List.of()).hosts()).isEmpty();
    }

    private void answer(String path, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }
}
