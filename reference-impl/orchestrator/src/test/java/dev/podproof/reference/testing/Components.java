package dev.podproof.reference.testing;

import dev.podproof.reference.events.EventRecorder;
import dev.podproof.reference.view.ApiView;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** What components of the master are given in the tests of their loops: a real API server, a view of it, threads. */
public final class Components implements AutoCloseable {

    private final InProcessApi api = InProcessApi.start();
    private final Deque<Runnable> parts = new ArrayDeque<>();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    public final KubernetesClient client = api.admin();
    public final ClusterView view = new ApiView(client);
    public final EventRecorder events = new EventRecorder(client, Clock.systemUTC(), thread, "test");

    /** Puts into the store what no client could. */
    public void smuggle(String key, String json) {
        api.smuggle(key, json);
    }

    public ScheduledExecutorService threads() {
        return threads;
    }

    /** One that is used for nothing else. */
    public ScheduledExecutorService newThread() {
        ScheduledExecutorService single = Executors.newSingleThreadScheduledExecutor();
        parts.push(single::shutdownNow);
        return single;
    }

    /** As many as asked for, used by one component alone. */
    public ExecutorService workers(int count) {
        ExecutorService workers = Executors.newFixedThreadPool(count);
        parts.push(workers::shutdownNow);
        return workers;
    }

    /** Closes it at the end, before the API server. */
    public <T extends AutoCloseable> T part(T part) {
        parts.push(() -> {
            try {
                part.close();
            } catch (Exception failed) {
                throw new IllegalStateException("a component did not end in order", failed);
            }
        });
        return part;
    }

    public void namespace(String name) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    /** A node as an agent registers it at first: with its address, and without a subnet. */
    public void host(String name, String address) {
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .endSpec()
                        .build())
                .create();
        address(name, address);
    }

    /** A node's host has this address from now on. */
    public void address(String host, String address) {
        client.nodes()
                .withName(host)
                .editStatus(node -> new NodeBuilder(node)
                        .editOrNewStatus()
                        .withAddresses(new NodeAddress(address, "InternalIP"))
                        .endStatus()
                        .build());
    }

    /** A ready node with 4 cores, 8 GiB and room for 110 pods. */
    public Node node(String name) {
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        return retried(() -> client.nodes()
                .withName(name)
                .editStatus(created -> new NodeBuilder(created)
                        .withNewStatus()
                        .addToAllocatable("cpu", new Quantity("4"))
                        .addToAllocatable("memory", new Quantity("8Gi"))
                        .addToAllocatable("pods", new Quantity("110"))
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus("True")
                        .withReason("Test")
                        .endCondition()
                        .endStatus()
                        .build()));
    }

    /** A pod with one container, labelled {@code app: NAME}'s part before the first dash. */
    public Pod pod(String namespace, String name) {
        return client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .addToLabels("app", name.replaceAll("-.*", ""))
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("main")
                        .withImage("busybox:1.36")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    /** What a node would report of a pod that runs. */
    public Pod running(Pod pod, String address, boolean ready) {
        return retried(() -> client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .editStatus(current -> new PodBuilder(current)
                        .editOrNewStatus()
                        .withPhase("Running")
                        .withPodIP(address)
                        .removeMatchingFromConditions(condition -> "Ready".equals(condition.getType()))
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus(ready ? "True" : "False")
                        .withLastTransitionTime(
                                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                        .endCondition()
                        .endStatus()
                        .build()));
    }

    /** What a node would report of a pod whose containers have ended: the phase is Succeeded or Failed. */
    public Pod ended(Pod pod, String phase) {
        return retried(() -> client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .editStatus(current -> new PodBuilder(current)
                        .editOrNewStatus()
                        .withPhase(phase)
                        .endStatus()
                        .build()));
    }

    /** The components under test write the same objects at the same time. */
    private static <T> T retried(Supplier<T> edit) {
        for (int attempt = 0; attempt < 20; attempt++) {
            try {
                return edit.get();
            } catch (KubernetesClientException refused) {
                if (refused.getCode() != 409) {
                    throw refused;
                }
            }
        }
        return edit.get();
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            parts.pop().run();
        }
        threads.shutdownNow();
        thread.shutdownNow();
        view.close();
        api.close();
    }
}
