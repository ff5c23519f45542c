package dev.podproof.conformance.subject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import dev.podproof.conformance.PretendedApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cluster that forbids something lacks it, for the reason that it gives; nothing that it forbids ends the run. */
class OfferProbeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NODE =
            "{\"metadata\":{\"name\":\"host-1\"},\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}";

    private final List<String> requests = new ArrayList<>();

    @Test
    void aNamespaceThatMayNotBeMadeIsAReasonForAll() {
        Offers offers = offersOf("POST /api/v1/namespaces ");

        assertThat(offers.whyNot(Offers.APPLETS))
                .hasValueSatisfying(why -> assertThat(why).contains("no namespace can be made", "not for you"));
        assertThat(offers.whyNot("dns")).isPresent();
    }

    @Test
    void podsThatMayNotBeMadeAreAReasonOfTheirOwn() {
        Offers offers = offersOf("POST /api/v1/namespaces/podproof-offers-", "/pods");

        assertThat(offers.whyNot(Offers.APPLETS))
                .hasValueSatisfying(why -> assertThat(why).contains("no pod of the image", "not for you"));
        assertThat(offers.whyNot("host-path")).contains("not for you");
        assertThat(offers.whyNot("node-labels")).isEmpty();
    }

    @Test
    void whoMayNotSeeTheHostsOrServicesIsToldSoByNeed() {
        assertThat(offersOf("GET /api/v1/nodes").whyNot(Offers.APPLETS))
                .hasValueSatisfying(why -> assertThat(why).contains("/api/v1/nodes", "not for you"));
        assertThat(offersOf("GET /api/v1/services").whyNot("dns"))
                .hasValueSatisfying(why -> assertThat(why).contains("/api/v1/services", "not for you"));
    }

    @Test
    void hostsAreTakenAwayOnlyWithTheirOwnersLeave() {
        assertThat(offersOf("nothing").whyNot(Offers.DISRUPTION))
                .hasValueSatisfying(why -> assertThat(why).contains("--allow-disruption"));
        assertThat(offersOf(Settings.defaults().withDisruption(true), "nothing").whyNot(Offers.DISRUPTION))
                .isEmpty();
    }

    @Test
    void aNamespaceThatStaysStrictKeepsOutWhatIsTheHosts() {
        Offers offers = offersOf("PATCH ");

        for (String need : List.of("host-path", "host-network", "host-port")) {
            assertThat(offers.whyNot(need))
                    .as(need)
                    .hasValueSatisfying(why -> assertThat(why).contains("let privileged pods into", "not for you"));
        }
    }

    @Test
    void theStrictestLevelIsAskedForFirst() {
        offersOf("nothing");

        assertThat(requests.stream().filter(each -> each.contains("enforce")))
                .satisfiesExactly(
                        made -> assertThat(made).startsWith("POST ").contains("\"restricted\""),
                        raised -> assertThat(raised).startsWith("PATCH ").contains("\"privileged\""));
        int raised = requests.indexOf(requests.stream()
                .filter(each -> each.startsWith("PATCH "))
                .findFirst()
                .orElseThrow());
        assertThat(requests.subList(0, raised)).anyMatch(each -> each.contains("applets-1"));
        assertThat(requests.subList(0, raised)).noneMatch(each -> each.contains("hostPath"));
    }

    /** What is offered by a cluster that forbids the requests whose line holds all of these words. */
    private Offers offersOf(String... forbidden) {
        return offersOf(Settings.defaults(), forbidden);
    }

    private Offers offersOf(Settings settings, String... forbidden) {
        requests.clear();
        try (PretendedApi api = new PretendedApi(exchange -> answer(exchange, List.of(forbidden)))) {
            return new OfferProbe(api.probe(), api.exec(), settings, Machines.none(), line -> {}).probe();
        }
    }

    private synchronized void answer(HttpExchange exchange, List<String> forbidden) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " ";
        requests.add(line + body);
        boolean refused = forbidden.stream().allMatch(line::contains);
        send(exchange, refused ? 403 : 200, refused ? "{\"message\":\"not for you\"}" : said(line));
    }

    private static String said(String line) {
        if (line.startsWith("GET /api/v1/nodes")) {
            return "{\"items\":[" + NODE + "]}";
        }
        if (line.contains("/pods/applets-1")) {
            return "{\"status\":{\"containerStatuses\":[{\"state\":{\"running\":{}}}]}}";
        }
        return line.contains("selfsubjectaccessreviews") ? "{\"status\":{\"allowed\":true}}" : "{}";
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = JSON.readTree(body).toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
