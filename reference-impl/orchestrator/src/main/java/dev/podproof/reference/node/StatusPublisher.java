package dev.podproof.reference.node;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/** Writes the newest status of each pod to the API, in the background and again until it is there. */
final class StatusPublisher implements AutoCloseable {
    private final KubernetesClient client;
    private final PodStore pods;
    private final Map<String, PodStatus> wanted = new ConcurrentHashMap<>();
    private final KeyedWorkers workers;

    StatusPublisher(KubernetesClient client, PodStore pods, ExecutorService pool, ScheduledExecutorService timer) {
        this.client = client;
        this.pods = pods;
        this.workers = new KeyedWorkers("status of pod", this::publish, pool, timer);
    }

    /** This is the pod's status now; returns at once. */
    void publish(Pod pod, PodStatus status) {
        String uid = pod.getMetadata().getUid();
        wanted.put(uid, status);
        workers.signal(uid);
    }

    /** The pod is gone, and so is its status. */
    void forget(String uid) {
        wanted.remove(uid);
    }

    /** What was said last about the pod, whether or not it is written yet. */
    Optional<PodStatus> last(String uid) {
        return Optional.ofNullable(wanted.get(uid));
    }

    private Optional<Duration> publish(String uid) {
        PodStatus status = wanted.get(uid);
        Optional<Pod> known = pods.find(uid);
        if (status == null || known.isEmpty() || isKnown(status, known.get())) {
            return Optional.empty();
        }
        Pod pod = known.get();
        try {
            pods.learned(write(pod, status));
        } catch (KubernetesClientException refused) {
            if (refused.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return retry(pod, status);
            }
            if (refused.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw refused;
            }
        }
        return Optional.empty();
    }

    private static boolean isKnown(PodStatus status, Pod pod) {
        return PodConditions.withForeign(status, pod.getStatus()).equals(pod.getStatus());
    }

    private Pod write(Pod pod, PodStatus status) {
        Pod updated = new PodBuilder(pod)
                .withStatus(PodConditions.withForeign(status, pod.getStatus()))
                .build();
        return client.pods().resource(updated).updateStatus();
    }

    /** Somebody else wrote to the pod since we last saw it: what they wrote stays, the status is ours. */
    private Optional<Duration> retry(Pod pod, PodStatus status) {
        Pod fresh = client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .get();
        if (fresh == null
                || !fresh.getMetadata().getUid().equals(pod.getMetadata().getUid())) {
            return Optional.empty();
        }
        pods.learned(fresh);
        if (!isKnown(status, fresh)) {
            try {
                pods.learned(write(fresh, status));
            } catch (KubernetesClientException refused) {
                if (refused.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    throw refused;
                }
                return Optional.of(Duration.ofMillis(100));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        workers.close();
    }
}
