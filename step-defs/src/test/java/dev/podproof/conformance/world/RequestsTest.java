package dev.podproof.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.podproof.conformance.MissingNeed;
import dev.podproof.conformance.PretendedApi;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.probe.Documents;
import dev.podproof.conformance.subject.RunIdentity;
import dev.podproof.conformance.subject.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API takes whatever it is asked for, and gives it back. */
class RequestsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> requests = new ArrayList<>();
    private String forbidden = "";
    private PretendedApi server;
    private ApiProbe api;
    private Namespace namespace;

    @BeforeEach
    void serve() {
        server = new PretendedApi(this::answer);
        api = server.probe();
        namespace = Namespace.make(api, new RunIdentity("run", "machine", "1@1"), Settings.defaults(), "a scenario");
        requests.clear();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
        ObjectNode given = body.isObject() ? (ObjectNode) body : JSON.createObjectNode();
        ObjectNode metadata = given.withObject("/metadata").put("uid", "some-uid");
        if (metadata.has("generateName")) {
            metadata.put("name", "podproof-a");
        }
        String said = forbidden.isEmpty() ? given.toString() : "{\"message\": \"" + forbidden + "\"}";
        byte[] answer = said.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(forbidden.isEmpty() ? 200 : 403, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private Services services() {
        return new Services(api, Settings.defaults());
    }

    @Test
    void aSelectorThatIsChangedLosesWhatItDoesNotNameAnyMore() throws IOException {
        Services services = services();
        Service web = services.make(namespace, "web", "{selector: {app: bank, env: live}, ports: [{port: 80}]}");
        requests.clear();

        services.select(web, Map.of("app", "shop"));

        String request = requests.get(0);
        assertThat(request).startsWith("PATCH /api/v1/namespaces/podproof-a/services/web ");
        assertThat(JSON.readTree(request.substring(request.indexOf('{')))
                        .path("spec")
                        .path("selector"))
                .isEqualTo(Documents.yaml("{app: shop, env: null}"));
    }

    @Test
    void aPodThatNeedsNothingIsAskedForAtTheStrictestLevel() {
        pods().make(namespace, PodManifest.of("web", 8080));

        assertThat(requests).singleElement().asString().startsWith("POST ").contains("\"runAsNonRoot\":true");
    }

    @Test
    void aPodThatNeedsMoreHasItsNamespaceAskForMoreFirst() {
        pods().make(namespace, PodManifest.of("one").onHostNetwork("192.0.2.1"));
        pods().make(namespace, PodManifest.of("two").onHostNetwork("192.0.2.1"));

        assertThat(requests)
                .extracting(request -> request.substring(0, request.indexOf(' ')))
                .containsExactly("PATCH", "POST", "POST");
        assertThat(requests.get(0))
                .startsWith("PATCH /api/v1/namespaces/podproof-a ")
                .contains("\"pod-security.kubernetes.io/enforce\":\"privileged\"");
    }

    @Test
    void aPodThatAPolicyKeepsOutIsANeedThatTheTargetLacks() {
        forbidden = "pods \\\"web\\\" is forbidden: PodSecurityPolicy: unable to admit pod: []";

        assertThatThrownBy(() -> pods().make(namespace, PodManifest.of("web", 8080)))
                .isInstanceOf(MissingNeed.class)
                .hasMessage(
                        "needs admission-restricted: such a pod is forbidden: PodSecurityPolicy: unable to admit pod: []");
    }

    private Pods pods() {
        return new Pods(api, Settings.defaults(), null);
    }

    @Test
    void portsThatAreChangedAreThoseTheScenarioKnows() {
        Services services = services();
        Service web = services.make(namespace, "web", "ports: [{port: 80}]");

        services.change(web, "ports: [{name: pages, port: 81}]");

        assertThat(services.get("web").ports()).containsExactly(new Service.Port("pages", 81, "TCP", 0));
    }

    @Test
    void aServiceInTheNamespaceDefaultGoesWithTheScenariosOwnNamespace() {
        Services services = services();
        Service stray = services.makeInDefault(namespace, "stray", "ports: [{port: 80}]");

        assertThat(stray.name()).isEqualTo("podproof-a-stray");
        assertThat(services.get("stray")).isEqualTo(stray);
        assertThat(requests.get(requests.size() - 1))
                .startsWith("POST /api/v1/namespaces/default/services ")
                .contains("\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"name\":\"podproof-a\"");
    }

    @Test
    void aHostThatIsAnEntryGoesWithItsNamespaceAndWithItsScenario() {
        List<Runnable> afterwards = new ArrayList<>();

        List<String> names = new HostEntries(api, namespace, afterwards::add).add(2);

        assertThat(names).containsExactly("podproof-a-1", "podproof-a-2");
        assertThat(requests.get(1))
                .startsWith("POST /api/v1/nodes ")
                .contains("\"unschedulable\":true")
                .contains(
                        "\"ownerReferences\":[{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"name\":\"podproof-a\",\"uid\":\"some-uid\"}]");
        requests.clear();
        afterwards.forEach(Runnable::run);
        assertThat(requests).hasSize(2).allMatch(request -> request.startsWith("DELETE /api/v1/nodes/podproof-a-"));
    }
}
