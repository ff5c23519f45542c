package dev.podproof.reference.controller.garbage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.podproof.reference.testing.Components;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The collector's loop against a real API server. */
class GarbageCollectorTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static Components cluster;

    @BeforeAll
    static void start() {
        cluster = new Components();
        cluster.namespace("garbage");
        cluster.part(new GarbageCollector(cluster.client, cluster.view, cluster.threads()))
                .start();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Test
    void collectsInTheBackgroundWhatWasOwned() {
        ConfigMap owner = make("background", null);
        make("background-owned", owner);
        make("background-free", null);

        delete("background", DeletionPropagation.BACKGROUND);

        await().atMost(LIMIT).until(() -> read("background-owned") == null);
        assertThat(read("background-free")).isNotNull();
    }

    @Test
    void keepsAnOwnerInTheForegroundUntilWhatItOwnsIsGone() {
        ConfigMap owner = make("foreground", null);
        make("foreground-owned", owner);

        delete("foreground", DeletionPropagation.FOREGROUND);

        await().atMost(LIMIT).until(() -> read("foreground") == null);
        assertThat(read("foreground-owned")).isNull();
    }

    @Test
    void leavesOrphansWithoutTheirOwner() {
        ConfigMap owner = make("orphaning", null);
        make("orphaning-owned", owner);

        delete("orphaning", DeletionPropagation.ORPHAN);

        await().atMost(LIMIT).until(() -> read("orphaning") == null);
        assertThat(read("orphaning-owned").getMetadata().getOwnerReferences()).isEmpty();
    }

    private static ConfigMap make(String name, ConfigMap owner) {
        var builder = new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("garbage")
                .withName(name)
                .endMetadata();
        if (owner != null) {
            builder.editMetadata()
                    .addNewOwnerReference()
                    .withApiVersion("v1")
                    .withKind("ConfigMap")
                    .withName(owner.getMetadata().getName())
                    .withUid(owner.getMetadata().getUid())
                    .withBlockOwnerDeletion(true)
                    .endOwnerReference()
                    .endMetadata();
        }
        return cluster.client.resource(builder.build()).create();
    }

    private static void delete(String name, DeletionPropagation propagation) {
        cluster.client
                .configMaps()
                .inNamespace("garbage")
                .withName(name)
                .withPropagationPolicy(propagation)
                .delete();
    }

    private static ConfigMap read(String name) {
        return cluster.client.configMaps().inNamespace("garbage").withName(name).get();
    }
}
