package dev.podproof.conformance.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.conformance.PretendedApi;
import dev.podproof.conformance.probe.ApiProbe;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A failure is told whatever the cluster answers to the questions about it. */
class EvidenceTest {
    static {
        // Else each answer on a connection that stands waits 40 ms for the client's word on its head.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final String PODS = "/api/v1/namespaces/n/pods";

    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private PretendedApi server;
    private ApiProbe api;

    @BeforeEach
    void start() {
        server = new PretendedApi(exchange -> {
            byte[] answer = answers.getOrDefault(exchange.getRequestURI().getRawPath(), "{'kind':'List','items':[]}")
                    .replace('\'', '"')
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        api = server.probe();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void itemsThatAreNoObjectsAreLeftOut() {
        answers.put("/api/v1/nodes", "{'kind':'NodeList','items':[1,'a',null,[],{'metadata':{'name':'host-1'}}]}");

        assertThat(text("hosts.yaml")).contains("name: host-1", "kind: Node");
    }

    @Test
    void namesThatNoPodCanHaveAreNoPartsOfAQuestion() {
        answers.put(
                PODS,
                "{'kind':'PodList','items':[{'metadata':{'name':'../../x y?#'},'spec':{'containers':[{'name':'a&b c'}]}}]}");
        answers.put(PODS + "/..%2F..%2Fx+y%3F%23/log", "its last words");

        assertThat(text("n/../../x y?#.a&b c.log")).isEqualTo("its last words");
    }

    @Test
    void whatCanNotBeReadIsSaidInItsPlace() {
        answers.put("/api/v1/namespaces/n/events", "{'items':'none'}");
        server.close();

        assertThat(Evidence.collect(api, List.of("n")))
                .hasSize(4)
                .allSatisfy(file -> assertThat(file.text()).startsWith("(could not be read: GET /api/v1/n"));
    }

    @Test
    void aLogIsCutOff() {
        answers.put(PODS, "{'items':[{'metadata':{'name':'web'},'spec':{'containers':[{'name':'main'}]}}]}");
        answers.put(PODS + "/web/log", "l".repeat(3 << 20));

        assertThat(text("n/web.main.log")).hasSizeLessThan((1 << 20) + 20).endsWith("(cut off)");
    }

    @Test
    void onlySoManyLogsAreRead() {
        String pod = "{'metadata':{'name':'web'},'spec':{'containers':[{'name':'main'}]}}";
        answers.put(PODS, "{'items':[" + pod + ("," + pod).repeat(999) + "]}");
        answers.put(PODS + "/web/log", "well");

        assertThat(Evidence.collect(api, List.of("n")))
                .filteredOn(file -> file.name().endsWith(".log"))
                .hasSize(200);
    }

    private String text(String name) {
        return Evidence.collect(api, List.of("n")).stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow()
                .text();
    }
}
