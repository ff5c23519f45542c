package dev.podproof.reference.controller.bounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podproof.reference.testing.Components;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BoundsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static Components cluster;

    @BeforeAll
    static void start() {
        cluster = new Components();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void removes_the_oldest_of_too_many_ended_pods_and_no_others() {
        cluster.namespace("ended");
        cluster.ended(cluster.pod("ended", "a-first"), "Succeeded");
        cluster.ended(cluster.pod("ended", "b-second"), "Failed");
        cluster.ended(cluster.pod("ended", "c-third"), "Succeeded");
        cluster.pod("ended", "d-waits");
        awaitInView("ended", 4);

        new PodSweeper(cluster.client, cluster.view, 2).sweep();

        assertThat(names("ended")).containsExactlyInAnyOrder("b-second", "c-third", "d-waits");
    }

    @Test
    void removes_the_pods_of_a_node_that_is_gone_at_once() {
        cluster.namespace("lost");
        cluster.node("here");
        bound("lost", "on-here", "here");
        bound("lost", "on-gone", "gone");
        awaitInView("lost", 2);

        new PodSweeper(cluster.client, cluster.view, 1_000).sweep();

        assertThat(names("lost")).containsExactly("on-here");
    }

    @Test
    void removes_events_that_were_not_seen_again_for_the_time_they_live() {
        cluster.namespace("told");
        event("old", NOW.minus(Duration.ofMinutes(61)));
        event("repeated", NOW.minus(Duration.ofMinutes(59)));

        new EventSweeper(cluster.client, Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofHours(1)).sweep();

        assertThat(cluster.client.v1().events().inNamespace("told").list().getItems())
                .extracting(event -> event.getMetadata().getName())
                .containsExactly("repeated");
    }

    /** Such would stay for ever, and as many as a host likes. */
    @Test
    void removes_events_that_a_host_says_to_be_of_times_to_come() {
        cluster.namespace("foretold");
        var made = Clock.systemUTC().instant();
        event("foretold", "of-a-host-whose-clock-is-fast", made.plus(Duration.ofMinutes(70)));
        event("foretold", "of-a-host-that-lies", Instant.parse("9999-01-01T00:00:00Z"));

        new EventSweeper(
                        cluster.client,
                        Clock.fixed(made.plus(Duration.ofMinutes(62)), ZoneOffset.UTC),
                        Duration.ofHours(1))
                .sweep();

        assertThat(cluster.client.v1().events().inNamespace("foretold").list().getItems())
                .extracting(event -> event.getMetadata().getName())
                .containsExactly("of-a-host-whose-clock-is-fast");
    }

    private static void event(String name, Instant lastSeen) {
        event("told", name, lastSeen);
    }

    private static void event(String namespace, String name, Instant lastSeen) {
        Event event = new EventBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewInvolvedObject()
                .withKind("Pod")
                .withNamespace(namespace)
                .withName("web")
                .endInvolvedObject()
                .withReason("Test")
                .withType("Normal")
                .withLastTimestamp(lastSeen.toString())
                .build();
        cluster.client.resource(event).create();
    }

    private static void bound(String namespace, String name, String node) {
        cluster.client
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName(node)
                        .addNewContainer()
                        .withName("main")
                        .withImage("busybox:1.36")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    private static void awaitInView(String namespace, int count) {
        await().until(() -> cluster.view.list(Pod.class, namespace).size() == count
                && cluster.view.list(Pod.class, namespace).stream()
                        .allMatch(pod -> !pod.getMetadata().getName().matches("[abc]-.*")
                                || pod.getStatus().getPhase().matches("Succeeded|Failed")));
    }

    private static List<String> names(String namespace) {
        return cluster.client.pods().inNamespace(namespace).list().getItems().stream()
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }
}
