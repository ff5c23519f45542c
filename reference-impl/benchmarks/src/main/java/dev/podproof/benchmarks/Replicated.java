package dev.podproof.benchmarks;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.ReplicationControllerBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** One replication controller of a benchmark, whose pods sleep. */
record Replicated(KubernetesClient client, String name) {
    private static final String APP = "app";
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** @param tolerated seconds for which its pods stay on a host that is lost */
    Replicated declare(int replicas, long tolerated) {
        client.resource(new ReplicationControllerBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(Pods.NAMESPACE)
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(replicas)
                        .addToSelector(APP, name)
                        .withNewTemplate()
                        .withNewMetadata()
                        .addToLabels(APP, name)
                        .endMetadata()
                        .withSpec(Pods.sleeper(name).getSpec())
                        .editSpec()
                        .withTolerations(
                                toleration("node.kubernetes.io/unreachable", tolerated),
                                toleration("node.kubernetes.io/not-ready", tolerated))
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
        return this;
    }

    void scale(int replicas) {
        client.replicationControllers()
                .inNamespace(Pods.NAMESPACE)
                .withName(name)
                .edit(controller -> new ReplicationControllerBuilder(controller)
                        .editSpec()
                        .withReplicas(replicas)
                        .endSpec()
                        .build());
    }

    /** By the controller's own count, which costs the cluster little to be asked for. */
    Duration awaitReady(int wanted) {
        return await(
                wanted + " ready pods of " + name,
                () -> wanted
                        == ready(client.replicationControllers()
                                .inNamespace(Pods.NAMESPACE)
                                .withName(name)
                                .get()));
    }

    /** How many ready pods a controller counts. */
    static int ready(ReplicationController controller) {
        Integer ready =
                controller.getStatus() == null ? null : controller.getStatus().getReadyReplicas();
        return ready == null ? 0 : ready;
    }

    /** Until that holds for its pods. */
    Duration awaitPods(String what, Predicate<List<Pod>> wanted) {
        return await(what, () -> wanted.test(pods()));
    }

    List<Pod> pods() {
        return client.pods()
                .inNamespace(Pods.NAMESPACE)
                .withLabel(APP, name)
                .list()
                .getItems();
    }

    static boolean isReady(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null && Readiness.isPodReady(pod);
    }

    private static Duration await(String what, Callable<Boolean> condition) {
        long begin = System.nanoTime();
        Polling.await(what, LIMIT, PAUSE).until(condition);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static Toleration toleration(String taint, long seconds) {
        return new TolerationBuilder()
                .withKey(taint)
                .withOperator("Exists")
                .withEffect("NoExecute")
                .withTolerationSeconds(seconds)
                .build();
    }
}
