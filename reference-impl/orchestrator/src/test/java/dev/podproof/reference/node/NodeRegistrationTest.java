package dev.podproof.reference.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podproof.reference.node.runtime.Image;
import dev.podproof.reference.testing.InProcessApi;
import dev.podproof.reference.testing.SimulatedTime;
import io.fabric8.kubernetes.api.model.ContainerImage;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host says of itself, and how often it asks its engine for that. */
class NodeRegistrationTest {
    private static final String NAME = "registered";

    @TempDir
    Path data;

    private final SimulatedTime time = new SimulatedTime();
    private final FakeRuntime runtime = new FakeRuntime(time);
    private final KubernetesClient admin = InProcessApi.shared().admin();

    @AfterEach
    void forget() {
        admin.nodes().withName(NAME).delete();
        admin.close();
    }

    private NodeRegistration registration() {
        var options = new NodeOptions(NAME, "192.0.2.1", data, "pause", "10.96.0.10", 10250, Duration.ofSeconds(3));
        return new NodeRegistration(InProcessApi.shared().node(NAME), runtime, options, time);
    }

    @Test
    void names_the_largest_images_and_none_that_has_no_name() {
        for (int size = 1; size <= 60; size++) {
            runtime.has(new Image("sha256:" + size, List.of("example.org/image:" + size), size, ""));
        }
        runtime.has(new Image("sha256:nameless", List.of(), 1_000, ""));

        registration().report(Optional.empty());

        List<ContainerImage> images = status().getImages();
        assertThat(images).hasSize(50);
        assertThat(images.get(0).getNames()).containsExactly("example.org/image:60");
        assertThat(images.get(0).getSizeBytes()).isEqualTo(60);
        assertThat(images.get(49).getSizeBytes()).isEqualTo(11);
    }

    @Test
    void asks_the_engine_for_all_of_it_once_a_minute_and_else_only_whether_it_is_there() {
        var registration = registration();
        registration.report(Optional.empty());
        assertThat(runtime.asked).containsExactly("ping", "info", "images");
        runtime.has(new Image("sha256:new", List.of("example.org/new:1"), 1, ""));

        time.advance(Duration.ofSeconds(59));
        registration.report(Optional.empty());
        assertThat(runtime.asked).containsExactly("ping", "info", "images", "ping");
        assertThat(status().getImages()).isEmpty();

        time.advance(Duration.ofSeconds(1));
        registration.report(Optional.empty());
        assertThat(status().getImages())
                .extracting(image -> image.getNames().get(0))
                .containsExactly("example.org/new:1");
    }

    @Test
    void writes_nothing_while_nothing_changes() {
        var registration = registration();
        registration.report(Optional.empty());
        String revision = revision();

        time.advance(Duration.ofMinutes(4));
        registration.report(Optional.empty());
        assertThat(revision()).isEqualTo(revision);

        time.advance(Duration.ofMinutes(1));
        registration.report(Optional.empty());
        assertThat(revision()).isNotEqualTo(revision);
    }

    @Test
    void is_not_ready_while_its_engine_does_not_answer() {
        var registration = registration();
        registration.report(Optional.empty());
        assertThat(ready().getStatus()).isEqualTo("True");

        runtime.down = true;
        time.advance(Duration.ofSeconds(10));
        registration.report(Optional.empty());
        assertThat(ready().getStatus()).isEqualTo("False");
        assertThat(ready().getMessage()).isEqualTo("container runtime is down: no engine");

        runtime.down = false;
        registration.report(Optional.empty());
        assertThat(ready().getStatus()).isEqualTo("True");
    }

    private NodeStatus status() {
        return admin.nodes().withName(NAME).get().getStatus();
    }

    private String revision() {
        return admin.nodes().withName(NAME).get().getMetadata().getResourceVersion();
    }

    private NodeCondition ready() {
        return status().getConditions().stream()
                .filter(condition -> condition.getType().equals("Ready"))
                .findFirst()
                .orElseThrow();
    }
}
