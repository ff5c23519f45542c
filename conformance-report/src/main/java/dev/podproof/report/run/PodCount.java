package dev.podproof.report.run;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the pods that the suite's scenarios create, by watching the namespaces that belong to it. */
final class PodCount implements AutoCloseable {
    /** How the suite names what it makes. */
    private static final String PREFIX = "podproof-";

    private final Set<String> uids = ConcurrentHashMap.newKeySet();
    private final SharedIndexInformer<Pod> informer;

    private PodCount(KubernetesClient client) {
        this.informer = client.pods().inAnyNamespace().inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Pod pod) {
                if (pod.getMetadata().getNamespace().startsWith(PREFIX)) {
                    uids.add(pod.getMetadata().getUid());
                }
            }

            @Override
            public void onUpdate(Pod before, Pod after) {}

            @Override
            public void onDelete(Pod pod, boolean unknown) {}
        });
    }

    static PodCount start(KubernetesClient client) {
        return new PodCount(client);
    }

    int seen() {
        return uids.size();
    }

    @Override
    public void close() {
        informer.close();
    }
}
