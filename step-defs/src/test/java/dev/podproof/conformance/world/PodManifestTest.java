package dev.podproof.conformance.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodManifestTest {
    @Test
    void whatTheScenarioLeavesOutIsFilledIn() {
        ObjectNode pod = PodManifest.of("web", 8080)
                .alsoOverUdp()
                .on("host-1")
                .labelled(Map.of("app", "web"))
                .complete("busybox:1.36");

        JsonNode container = pod.path("spec").path("containers").path(0);
        assertThat(pod.path("metadata").path("labels").path("app").asText()).isEqualTo("web");
        assertThat(pod.path("spec").path("nodeName").asText()).isEqualTo("host-1");
        assertThat(container.path("image").asText()).isEqualTo("busybox:1.36");
        assertThat(container.path("command")).extracting(JsonNode::asText).endsWith("web/main", "TCP:8080", "UDP:8080");
    }

    @Test
    void aPortOfLocalhostIsDeclaredAndOpenedThereAlone() {
        ObjectNode pod = PodManifest.of(
                        "two", "containers: [{name: one, ports: [{containerPort: 8080}]}, {name: other}]")
                .alsoOverUdp()
                .listeningOnLocalhost(0, 8090)
                .complete("busybox:1.36");

        JsonNode container = pod.path("spec").path("containers").path(0);
        assertThat(container.path("ports").findValuesAsText("containerPort"))
                .containsExactly("8080", "8080", "8090", "8090");
        assertThat(container.path("env").toString()).isEqualTo("[{\"name\":\"LOCALHOST\",\"value\":\"8090\"}]");
        assertThat(container.path("command")).extracting(JsonNode::asText).endsWith("two/one", "TCP:8080", "UDP:8080");
        assertThat(pod.path("spec").path("containers").path(1).has("env")).isFalse();
    }

    @Test
    void aProbeIsForgivenAsOftenAsIsSaid() {
        ObjectNode pod = PodManifest.of("own", 8080)
                .readyWhile("/tmp/ready")
                .forgiven(100)
                .complete("busybox:1.36");

        JsonNode probe = pod.path("spec").path("containers").path(0).path("readinessProbe");
        assertThat(probe.path("failureThreshold").asInt()).isEqualTo(100);
        assertThat(probe.path("exec").toString()).contains("/tmp/ready");
    }

    @Test
    void whatTheScenarioSaysStays() {
        ObjectNode pod = PodManifest.of(
                        "own",
                        "{terminationGracePeriodSeconds: 20, containers: [{name: c, image: other, command: [sleep, '1']}]}")
                .complete("busybox:1.36");

        assertThat(pod.path("spec").path("terminationGracePeriodSeconds").asInt())
                .isEqualTo(20);
        assertThat(pod.path("spec").path("containers").path(0).path("image").asText())
                .isEqualTo("other");
        assertThat(pod.path("spec").path("containers").path(0).path("command")).hasSize(2);
    }

    @Test
    void aScenarioMaySayLabelsAndAnnotationsToo() {
        ObjectNode pod =
                PodManifest.of("own", """
                metadata: {labels: {app: web}, annotations: {owner: somebody}}
                spec: {restartPolicy: Never, containers: [{name: main}]}
                """).labelled(Map.of("tier", "front")).complete("busybox:1.36");

        assertThat(pod.path("metadata").toString())
                .isEqualTo(
                        "{\"name\":\"own\",\"labels\":{\"app\":\"web\",\"tier\":\"front\"},\"annotations\":{\"owner\":\"somebody\"}}");
        assertThat(pod.path("spec").path("restartPolicy").asText()).isEqualTo("Never");
        assertThat(pod.path("spec").has("metadata")).isFalse();
    }

    @Test
    void whatIsAskedForGoesToTheContainerThatIsMeant() {
        PodManifest manifest = PodManifest.of("two", "containers: [{name: one}, {name: two}]");
        ObjectNode pod = manifest.requesting("cpu", "0.100")
                .takingPort(1, 38081, "UDP")
                .limited("two", "memory", "32Mi")
                .complete("busybox:1.36");

        JsonNode one = pod.path("spec").path("containers").path(0);
        JsonNode two = pod.path("spec").path("containers").path(1);
        assertThat(one.path("resources").toString()).isEqualTo("{\"requests\":{\"cpu\":\"0.100\"}}");
        assertThat(two.path("resources").toString())
                .isEqualTo("{\"requests\":{\"cpu\":\"0.100\",\"memory\":\"1Mi\"},\"limits\":{\"memory\":\"32Mi\"}}");
        assertThat(one.has("ports")).isFalse();
        assertThat(two.path("ports").path(0).path("hostPort").asInt()).isEqualTo(38081);
    }
}
