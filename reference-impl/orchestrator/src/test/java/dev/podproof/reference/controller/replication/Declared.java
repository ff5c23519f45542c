package dev.podproof.reference.controller.replication;

import static org.awaitility.Awaitility.await;

import dev.podproof.reference.model.Pods;
import dev.podproof.reference.testing.Components;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.ReplicationControllerBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** One replication controller of a test, in a namespace of its own, and the pods around it. */
record Declared(Components cluster, String namespace) {

    static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String NAME = "web";

    static Declared replicas(Components cluster, String namespace, int count) {
        return replicas(cluster, namespace, count, controller -> controller);
    }

    static Declared replicas(
            Components cluster, String namespace, int count, UnaryOperator<ReplicationControllerBuilder> change) {
        cluster.namespace(namespace);
        return in(cluster, namespace, count, change);
    }

    /** One in a namespace that is there. */
    static Declared in(
            Components cluster, String namespace, int count, UnaryOperator<ReplicationControllerBuilder> change) {
        ReplicationControllerBuilder controller = new ReplicationControllerBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(NAME)
                .endMetadata()
                .withNewSpec()
                .withReplicas(count)
                .addToSelector("app", NAME)
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", NAME)
                .addToAnnotations("note", "from the template")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("busybox:1.36")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec();
        cluster.client.resource(change.apply(controller).build()).create();
        return new Declared(cluster, namespace);
    }

    ReplicationController read() {
        return cluster.client
                .replicationControllers()
                .inNamespace(namespace)
                .withName(NAME)
                .get();
    }

    void scale(int count) {
        cluster.client
                .replicationControllers()
                .inNamespace(namespace)
                .withName(NAME)
                .scale(count);
    }

    void relabel(Pod pod, String app) {
        cluster.client
                .pods()
                .inNamespace(namespace)
                .withName(pod.getMetadata().getName())
                .edit(current -> {
                    current.getMetadata().setLabels(Map.of("app", app));
                    return current;
                });
    }

    /** All pods of the namespace. */
    List<Pod> pods() {
        return cluster.client.pods().inNamespace(namespace).list().getItems();
    }

    /** The pods that say they are this controller's, and live. */
    List<Pod> own() {
        String uid = read().getMetadata().getUid();
        return pods().stream()
                .filter(pod -> !Pods.isEnding(pod) && !Pods.hasEnded(pod))
                .filter(pod -> Pods.controllerOf(pod)
                        .filter(owner -> owner.getUid().equals(uid))
                        .isPresent())
                .toList();
    }

    /** Waits until there are as many pods as declared, and the status says so. */
    void awaitCount() {
        await().atMost(LIMIT).until(() -> {
            ReplicationController controller = read();
            return own().size() == controller.getSpec().getReplicas()
                    && controller
                            .getStatus()
                            .getReplicas()
                            .equals(controller.getSpec().getReplicas())
                    && controller
                            .getMetadata()
                            .getGeneration()
                            .equals(controller.getStatus().getObservedGeneration());
        });
    }
}
