package dev.podproof.benchmarks;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Pods of one container that sleeps, as benchmarks start them. */
final class Pods {
    static final String NAMESPACE = "default";
    static final String IMAGE = "busybox:1.36";
    private static final long LIMIT_SECONDS = 300;
    private static final String LABEL = "podproof.dev/bench";

    private Pods() {}

    static Pod sleeper(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels(LABEL, "yes")
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(0L)
                .withAutomountServiceAccountToken(false)
                .addNewContainer()
                .withName("main")
                .withImage(IMAGE)
                .withCommand("sleep", "3600")
                .endContainer()
                .endSpec()
                .build();
    }

    /** Counts down once for each pod that it sees Ready. */
    static final class ReadyWatch implements Watcher<Pod>, AutoCloseable {
        private final Set<String> seen = ConcurrentHashMap.newKeySet();
        private final CountDownLatch ready;
        private final Watch watch;

        ReadyWatch(KubernetesClient client, int pods) {
            this.ready = new CountDownLatch(pods);
            this.watch = client.pods().inNamespace(NAMESPACE).withLabel(LABEL).watch(this);
        }

        @Override
        public void eventReceived(Action action, Pod pod) {
            if (action != Action.DELETED
                    && pod.getMetadata().getDeletionTimestamp() == null
                    && Readiness.isPodReady(pod)
                    && seen.add(pod.getMetadata().getUid())) {
                ready.countDown();
            }
        }

        @Override
        public void onClose(WatcherException cause) {
            throw new IllegalStateException("the watch of the benchmark's pods ended", cause);
        }

        void await() throws InterruptedException {
            if (!ready.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(ready.getCount() + " pods are not Ready after " + LIMIT_SECONDS + " s");
            }
        }

        @Override
        public void close() {
            watch.close();
        }
    }

    /** Deletes all of them and waits until they are gone. */
    static void deleteAll(KubernetesClient client) {
        var pods = client.pods().inNamespace(NAMESPACE).withLabel(LABEL);
        pods.delete();
        pods.waitUntilCondition(pod -> pod == null, LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
