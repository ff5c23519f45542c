package dev.podproof.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.podproof.conformance.PretendedApi;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.subject.RunIdentity;
import dev.podproof.conformance.subject.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API is a table of documents, in which a pod runs as soon as it is asked for. */
class StandingTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, ObjectNode> objects = new ConcurrentHashMap<>();
    private final List<String> losses = new ArrayList<>();
    private PretendedApi server;
    private ApiProbe api;
    private Standing standing;

    @BeforeEach
    void serve() {
        server = new PretendedApi(this::answer);
        api = server.probe();
        standing = new Standing(api, new RunIdentity("run", "machine", "1@1"), Settings.defaults(), null);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        ObjectNode found =
                switch (exchange.getRequestMethod()) {
                    case "POST" -> create(path, (ObjectNode) body);
                    case "DELETE" -> objects.remove(path);
                    case "PATCH" -> objects.get(path);
                    default -> path.contains("/serviceaccounts/") ? JSON.createObjectNode() : objects.get(path);
                };
        byte[] answer = (found == null ? "{}" : found.toString()).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(found == null ? 404 : 200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private ObjectNode create(String path, ObjectNode document) {
        ObjectNode metadata = document.withObject("/metadata");
        if (metadata.has("generateName")) {
            metadata.put("name", metadata.path("generateName").asText() + objects.size());
        }
        String name = metadata.path("name").asText();
        metadata.put("uid", name + "-" + System.identityHashCode(document));
        if (path.endsWith("/pods")) {
            document.withObject("/status").put("podIP", "10.0.0.1");
            ObjectNode container = document.withObject("/status")
                    .putArray("containerStatuses")
                    .addObject()
                    .put("name", "main")
                    .put("containerID", "docker://" + System.identityHashCode(document));
            container.withObject("/state/running");
        }
        objects.put(path + "/" + name, document);
        return document;
    }

    private static String pathOf(Pod pod) {
        return "/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.name();
    }

    private Pod take(String name) {
        return standing.take(List.of(PodManifest.of(name)), losses::add).get(0);
    }

    @Test
    void theSamePodStandsForAllWhoAsk() {
        Pod first = take("client");

        assertThat(take("client").uid()).isEqualTo(first.uid());
        assertThat(take("other").namespace()).isEqualTo(first.namespace());
        assertThat(first.stands()).isTrue();
        assertThat(losses).isEmpty();
        assertThat(standing.harmed(List.of(first))).isEmpty();
    }

    @Test
    void podsThatNeedMoreStandElsewhere() {
        PodManifest ofHost = PodManifest.of("of-host").onHostNetwork("192.0.2.1");

        List<Pod> taken = standing.take(List.of(PodManifest.of("client"), ofHost), losses::add);

        assertThat(taken).extracting(Pod::name).containsExactly("client", "of-host");
        assertThat(taken).extracting(Pod::namespace).doesNotHaveDuplicates();
        assertThatThrownBy(() -> api.delete(pathOf(taken.get(1)))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void noScenarioMayChangeIt() {
        Pod pod = take("client");

        assertThatThrownBy(() -> api.delete(pathOf(pod)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not changed by a scenario");
        assertThatThrownBy(() -> api.merge(pathOf(pod), JSON.createObjectNode()))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new Files(null).write(pod, "main", "x", "/tmp/x"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new Files(null).remove(pod, "main", "/tmp/x"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new Processes(null).end(pod, "main", 1)).isInstanceOf(IllegalStateException.class);
        assertThat(api.get(pathOf(pod)).succeeded()).isTrue();
    }

    @Test
    void oneThatSomebodyDeletesIsMissedAndMadeAnew() {
        Pod before = take("client");
        objects.remove(pathOf(before));

        assertThat(standing.harmed(List.of(before))).singleElement().asString().contains("client", "is gone");
        Pod after = take("client");

        assertThat(after.uid()).isNotEqualTo(before.uid());
        assertThat(losses).singleElement().asString().contains("is gone; a new one stands in for it");
    }

    @Test
    void oneWhoseContainerWasStartedAgainIsMadeAnewToo() {
        Pod before = take("client");
        ((ObjectNode) objects.get(pathOf(before))
                        .path("status")
                        .path("containerStatuses")
                        .path(0))
                .put("containerID", "docker://another");

        assertThat(standing.harmed(List.of(before))).singleElement().asString().contains("is not what it was");
        Pod after = take("client");

        assertThat(after.uid()).isNotEqualTo(before.uid());
        assertThat(standing.harmed(List.of(after))).isEmpty();
        assertThat(losses).hasSize(1);
    }
}
