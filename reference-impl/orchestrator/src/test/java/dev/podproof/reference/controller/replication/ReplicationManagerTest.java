package dev.podproof.reference.controller.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.podproof.reference.model.Pods;
import dev.podproof.reference.testing.Components;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ReplicationControllerCondition;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The replication manager's loop against a real API server. */
class ReplicationManagerTest {

    private static Components cluster;

    @BeforeAll
    static void start() {
        cluster = new Components();
        cluster.part(new ReplicationManager(
                        cluster.client,
                        cluster.view,
                        cluster.events,
                        Clock.systemUTC(),
                        cluster.threads(),
                        cluster.workers(8)))
                .start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void makesWhatIsMissingFromTheTemplate() {
        Declared web = Declared.replicas(cluster, "made", 3);

        web.awaitCount();

        assertThat(web.pods()).hasSize(3).allSatisfy(pod -> {
            assertThat(pod.getMetadata().getGenerateName()).isEqualTo("web-");
            assertThat(pod.getMetadata().getName()).matches("web-[a-z0-9]{5}");
            assertThat(pod.getMetadata().getLabels()).containsEntry("app", "web");
            assertThat(pod.getMetadata().getAnnotations()).containsEntry("note", "from the template");
            assertThat(pod.getMetadata().getOwnerReferences()).containsExactly(Ownership.reference(web.read()));
        });
        assertThat(web.read().getStatus().getFullyLabeledReplicas()).isEqualTo(3);
        await().atMost(Declared.LIMIT)
                .until(() -> messages("made", "SuccessfulCreate").size() == 3);
    }

    @Test
    void makesNoPodTwiceWhenManyAreMissing() {
        Declared web = Declared.replicas(cluster, "many", 60);

        web.awaitCount();

        assertThat(web.pods()).hasSize(60);
    }

    @Test
    void scalesDownWhileScalingUp() {
        Declared web = Declared.replicas(cluster, "scaled", 40);
        web.scale(10);
        web.scale(2);

        web.awaitCount();

        assertThat(web.own()).hasSize(2);
        web.scale(0);
        web.awaitCount();
        await().atMost(Declared.LIMIT).until(() -> web.pods().isEmpty());
    }

    @Test
    void comesBackFromAnAbsurdNumberWithoutHavingMadeIt() {
        Declared web = Declared.replicas(cluster, "absurd", Integer.MAX_VALUE);
        await().atMost(Declared.LIMIT).until(() -> web.pods().size() >= 100);

        web.scale(0);

        web.awaitCount();
        assertThat(web.own()).isEmpty();
        assertThat(messages("absurd", "FailedCreate")).isEmpty();
    }

    @Test
    void replacesADeletedPodByOneWithAnotherName() {
        Declared web = Declared.replicas(cluster, "replaced", 2);
        web.awaitCount();
        Pod gone = web.pods().get(0);

        cluster.client.resource(gone).delete();

        await().atMost(Declared.LIMIT)
                .until(() -> web.own().size() == 2
                        && web.own().stream()
                                .noneMatch(pod -> pod.getMetadata()
                                        .getName()
                                        .equals(gone.getMetadata().getName())));
    }

    @Test
    void releasesAPodThatNoLongerMatchesAndReplacesIt() {
        Declared web = Declared.replicas(cluster, "released", 2);
        web.awaitCount();
        Pod quarantined = web.pods().get(0);

        web.relabel(quarantined, "debug");

        await().atMost(Declared.LIMIT)
                .until(() -> web.pods().size() == 3 && web.own().size() == 2);
        assertThat(web.pods())
                .filteredOn(pod -> pod.getMetadata()
                        .getUid()
                        .equals(quarantined.getMetadata().getUid()))
                .singleElement()
                .satisfies(pod ->
                        assertThat(pod.getMetadata().getOwnerReferences()).isEmpty());
    }

    @Test
    void adoptsAPodThatMatchesAndKeepsTheNumber() {
        cluster.namespace("adopted");
        cluster.pod("adopted", "web-old");
        await().atMost(Declared.LIMIT)
                .until(() -> cluster.view.find(Pod.class, "adopted", "web-old").isPresent());

        Declared web = Declared.in(cluster, "adopted", 1, controller -> controller);

        web.awaitCount();
        assertThat(web.own()).extracting(pod -> pod.getMetadata().getName()).containsExactly("web-old");
    }

    @Test
    void leavesPodsOfOtherControllers() {
        Declared web = Declared.replicas(cluster, "other", 0);
        Pod foreign = cluster.client
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace("other")
                        .withName("foreign")
                        .addToLabels("app", "web")
                        .addNewOwnerReference()
                        .withApiVersion("v1")
                        .withKind("ReplicationController")
                        .withName("somebody")
                        .withUid("else")
                        .withController(true)
                        .endOwnerReference()
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("main")
                        .withImage("busybox:1.36")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        web.scale(1);

        web.awaitCount();
        assertThat(web.own()).doesNotContain(foreign);
        assertThat(web.pods()).hasSize(2);
    }

    @Test
    void saysWhyPodsCannotBeMadeAndDoesNotInsist() {
        Declared web = Declared.replicas(
                cluster,
                "refused",
                50,
                controller -> controller
                        .editSpec()
                        .editTemplate()
                        .editMetadata()
                        .addToAnnotations("not a key/at/all", "")
                        .endMetadata()
                        .endTemplate()
                        .endSpec());

        await().atMost(Declared.LIMIT)
                .untilAsserted(() -> assertThat(web.read().getStatus().getConditions())
                        .extracting(
                                ReplicationControllerCondition::getType,
                                ReplicationControllerCondition::getStatus,
                                ReplicationControllerCondition::getReason)
                        .containsExactly(tuple("ReplicaFailure", "True", "FailedCreate")));
        // With slow start an attempt for 50 pods costs one request, and attempts come later each time.
        await().atMost(Declared.LIMIT)
                .untilAsserted(() -> assertThat(messages("refused", "FailedCreate"))
                        .hasSizeBetween(1, 20)
                        .allSatisfy(message -> assertThat(message).contains("not a key/at/all")));
        assertThat(web.pods()).isEmpty();
    }

    @Test
    void countsAPodAsAvailableOnceItHasBeenReadyLongEnough() {
        Declared web = Declared.replicas(
                cluster,
                "available",
                1,
                controller -> controller.editSpec().withMinReadySeconds(2).endSpec());
        web.awaitCount();

        cluster.running(web.pods().get(0), "10.244.0.9", true);

        await().atMost(Declared.LIMIT)
                .until(() -> Objects.equals(web.read().getStatus().getReadyReplicas(), 1));
        assertThat(web.read().getStatus().getAvailableReplicas()).isNull();
        await().atMost(Declared.LIMIT)
                .until(() -> Objects.equals(web.read().getStatus().getAvailableReplicas(), 1));
    }

    @Test
    void doesNotCountAPodThatHasEnded() {
        Declared web = Declared.replicas(cluster, "ended", 1);
        web.awaitCount();
        Pod first = web.pods().get(0);

        cluster.ended(first, "Failed");

        await().atMost(Declared.LIMIT).until(() -> web.pods().size() == 2);
        assertThat(web.own()).noneMatch(pod -> Pods.hasEnded(pod));
        assertThat(web.own()).hasSize(1);
    }

    private static List<String> messages(String namespace, String reason) {
        return cluster.client.v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> event.getReason().equals(reason))
                .map(event -> event.getMessage())
                .toList();
    }
}
