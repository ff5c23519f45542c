package dev.podproof.reference.view;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.Indexer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the components of one process know of the cluster: a list and a watch per kind, shared by all that ask for it.
 *
 * <p>A list or watch that fails is tried again for as long as the view is open, so that no component has to care whether the
 * API server was away for a while. What is read here may be a moment old; a decision that rests on it has to be written
 * with the object's resource version, or to be one that can be repeated.
 */
public final class ClusterView implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterView.class);

    private final KubernetesClient client;
    private final Map<Class<?>, Watched<?>> informers = new HashMap<>();
    private final OneByOne indexing = new OneByOne("finding objects by what they bear");
    private volatile boolean closed;

    private record Watched<T>(SharedIndexInformer<T> informer, CompletableFuture<Void> listed) {}

    public ClusterView(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Calls {@code changes} for every object of the kind that is there and for every change from now on, one at a time and
     * in order. Returns once the first list has been read, so that {@link #list} and {@link #find} then know the cluster.
     */
    public <T extends HasMetadata> void follow(Class<T> kind, Changes<T> changes) {
        informer(kind).addEventHandler(changes.handler());
    }

    /** All objects of the kind, in all namespaces. */
    public <T extends HasMetadata> List<T> list(Class<T> kind) {
        return informer(kind).getStore().list();
    }

    /** All objects of the kind in one namespace. */
    public <T extends HasMetadata> List<T> list(Class<T> kind, String namespace) {
        return informer(kind).getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace);
    }

    /** All objects of the kind that bear {@code value} in the index; the index is made when it is first asked for. */
    public <T extends HasMetadata> List<T> list(Class<T> kind, Index<T> index, String value) {
        Indexer<T> indexer = informer(kind).getIndexer();
        synchronized (index) {
            if (!indexer.getIndexers().containsKey(index.name())) {
                indexer.addIndexers(Map.of(
                        index.name(),
                        object -> indexing.of(object, index.values()).orElse(List.of())));
            }
        }
        return indexer.byIndex(index.name(), value);
    }

    /** The object of that name, of a kind that has no namespaces. */
    public <T extends HasMetadata> Optional<T> find(Class<T> kind, String name) {
        return Optional.ofNullable(informer(kind).getStore().getByKey(name));
    }

    /** The object of that name in the namespace. */
    public <T extends HasMetadata> Optional<T> find(Class<T> kind, String namespace, String name) {
        return find(kind, namespace + "/" + name);
    }

    /** Ends all watches; nobody is called any more. */
    @Override
    public void close() {
        closed = true;
        synchronized (informers) {
            informers.values().forEach(watched -> watched.informer().stop());
        }
    }

    private <T extends HasMetadata> SharedIndexInformer<T> informer(Class<T> kind) {
        Watched<?> watched;
        synchronized (informers) {
            watched = informers.computeIfAbsent(kind, unknown -> watch(kind));
        }
        try {
            watched.listed().get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while listing " + kind.getSimpleName() + " for the first time");
        } catch (ExecutionException failed) {
            throw new IllegalStateException("could not list " + kind.getSimpleName(), failed.getCause());
        }
        @SuppressWarnings("unchecked") // watch(kind) put it there under its own kind
        SharedIndexInformer<T> informer = (SharedIndexInformer<T>) watched.informer();
        return informer;
    }

    private <T extends HasMetadata> Watched<T> watch(Class<T> kind) {
        SharedIndexInformer<T> informer =
                client.resources(kind).inAnyNamespace().runnableInformer(0);
        informer.exceptionHandler((started, problem) -> tryAgain(kind, problem));
        return new Watched<>(informer, informer.start().toCompletableFuture());
    }

    private boolean tryAgain(Class<?> kind, Throwable problem) {
        if (!closed) {
            String reason = problem instanceof KubernetesClientException api && api.getStatus() != null
                    ? api.getStatus().getMessage()
                    : problem.toString();
            LOG.warn("watching {} was interrupted and is tried again: {}", kind.getSimpleName(), reason);
        }
        return !closed;
    }
}
