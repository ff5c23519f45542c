package dev.podproof.report.run;

import dev.podproof.conformance.probe.Rights;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Counts the pods that a run creates: those in namespaces that carry the run's label. */
final class PodCount implements AutoCloseable {
    private final Set<String> namespaces = ConcurrentHashMap.newKeySet();
    private final Map<String, String> namespaceByUid = new ConcurrentHashMap<>();
    private final SharedIndexInformer<Namespace> ofRun;
    private final SharedIndexInformer<Pod> pods;

    private PodCount(KubernetesClient client, Map<String, String> labels) {
        this.ofRun = client.namespaces().withLabels(labels).runnableInformer(0);
        ofRun.addEventHandler(added(n -> namespaces.add(n.getMetadata().getName())));
        this.pods = client.pods().inAnyNamespace().runnableInformer(0);
        pods.addEventHandler(added(p ->
                namespaceByUid.put(p.getMetadata().getUid(), p.getMetadata().getNamespace())));
        // A cluster that lets nobody watch is tested all the same, and its pods stay uncounted.
        ofRun.start();
        pods.start();
    }

    /** A client that says what rights it takes, as all of the suite's do. */
    static KubernetesClient client(Config access) {
        return new KubernetesClientBuilder()
                .withConfig(access)
                .withHttpClientBuilderConsumer(builder -> builder.addOrReplaceInterceptor("rights", new Interceptor() {
                    @Override
                    public void before(BasicBuilder request, HttpRequest original, RequestTags tags) {
                        Rights.use(original.method(), original.uri());
                    }
                }))
                .build();
    }

    /** Counts from now on. */
    static PodCount start(KubernetesClient client, Map<String, String> labels) {
        return new PodCount(client, labels);
    }

    int seen() {
        return (int)
                namespaceByUid.values().stream().filter(namespaces::contains).count();
    }

    private static <T extends HasMetadata> ResourceEventHandler<T> added(Consumer<T> consumer) {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T object) {
                consumer.accept(object);
            }

            @Override
            public void onUpdate(T before, T after) {}

            @Override
            public void onDelete(T object, boolean stateUnknown) {}
        };
    }

    @Override
    public void close() {
        pods.close();
        ofRun.close();
    }
}
