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
}
