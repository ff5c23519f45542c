package dev.podproof.reference.controller.garbage;

import dev.podproof.reference.controller.ServedKind;
import dev.podproof.reference.view.Changes;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * Who belongs to whom, as the watches of all kinds tell it. Of each object the {@link Member} is kept, so that a cluster of large objects
 * takes no more room here than one of small ones.
 */
final class OwnerGraph implements AutoCloseable {

    private static final String OWNER = "owner";

    /** So many objects are read at once; none of them is kept whole. */
    private static final long PAGE = 500;

    private final KubernetesClient client;
    private final ChangedMember listener;
    private final Map<ServedKind, Followed> followed = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** Is told of each change, on the thread that reads the watch; before or after are null if there is none. */
    interface ChangedMember {
        void changed(Member before, Member after);
    }

    private record Followed(SharedIndexInformer<GenericKubernetesResource> informer, CompletableFuture<Void> listed) {

        /** Nobody waits for it any more either. */
        void stop() {
            informer.stop();
            listed.cancel(false);
        }

        void awaitListed() {
            try {
                listed.get();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("stopped while listing kinds for the first time");
            } catch (ExecutionException failed) {
                throw new IllegalStateException("could not list a kind", failed.getCause());
            }
        }
    }

    OwnerGraph(KubernetesClient client, ChangedMember listener) {
        this.client = client;
        this.listener = listener;
    }

    /** Follows these kinds and no others. Returns when all their objects are known. */
    void follow(Collection<ServedKind> kinds) {
        kinds.stream().filter(kind -> !followed.containsKey(kind)).forEach(this::watch);
        followed.keySet().stream()
                .filter(kind -> !kinds.contains(kind))
                .forEach(kind -> followed.remove(kind).stop());
        followed.values().forEach(Followed::awaitListed);
    }

    Set<ServedKind> kinds() {
        return followed.keySet();
    }

    Stream<Member> members() {
        return followed.entrySet().stream()
                .flatMap(each -> each.getValue().informer().getStore().list().stream()
                        .map(found -> new Member(each.getKey(), found)));
    }

    /** The kind that a reference names, in whatever version. */
    Optional<ServedKind> kind(OwnerReference reference) {
        String apiVersion = reference.getApiVersion();
        String group = apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
        return followed.keySet().stream()
                .filter(kind -> kind.group().equals(group) && kind.name().equals(reference.getKind()))
                .findFirst();
    }

    Optional<Member> find(ServedKind kind, String uid) {
        return Optional.ofNullable(followed.get(kind))
                .map(each -> each.informer().getStore().getByKey(uid))
                .map(found -> new Member(kind, found));
    }

    /** What names this object among its owners. */
    List<Member> dependents(Member owner) {
        return followed.entrySet().stream()
                .flatMap(each -> each.getValue().informer().getIndexer().byIndex(OWNER, owner.uid()).stream()
                        .map(found -> new Member(each.getKey(), found)))
                .toList();
    }

    @Override
    public void close() {
        closed = true;
        followed.values().forEach(Followed::stop);
    }

    private void watch(ServedKind kind) {
        SharedIndexInformer<GenericKubernetesResource> informer =
                kind.objects(client).inAnyNamespace().withLimit(PAGE).runnableInformer(0);
        informer.removeNamespaceIndex();
        informer.addIndexers(Map.of(OWNER, OwnerGraph::owners));
        informer.itemStore(new Essences(kind));
        informer.exceptionHandler((started, problem) -> !closed);
        Changes<GenericKubernetesResource> changes =
                (before, after) -> listener.changed(member(kind, before), member(kind, after));
        informer.addEventHandler(changes.handler());
        CompletableFuture<Void> listed = new CompletableFuture<>();
        // Whoever is told of an object has to find it here.
        followed.put(kind, new Followed(informer, listed));
        informer.start().thenRun(() -> listed.complete(null));
    }

    private static Member member(ServedKind kind, GenericKubernetesResource object) {
        return object == null ? null : Member.of(kind, object);
    }

    private static List<String> owners(GenericKubernetesResource object) {
        return object.getMetadata().getOwnerReferences().stream()
                .map(OwnerReference::getUid)
                .toList();
    }

    /** Objects by their uid, cut down to what the collector needs. */
    private record Essences(ServedKind kind, Map<String, GenericKubernetesResource> byUid)
            implements ItemStore<GenericKubernetesResource> {

        Essences(ServedKind kind) {
            this(kind, new ConcurrentHashMap<>());
        }

        @Override
        public String getKey(GenericKubernetesResource object) {
            return object.getMetadata().getUid();
        }

        @Override
        public GenericKubernetesResource put(String uid, GenericKubernetesResource object) {
            return byUid.put(uid, Member.essence(kind, object));
        }

        @Override
        public GenericKubernetesResource remove(String uid) {
            return byUid.remove(uid);
        }

        @Override
        public Stream<String> keySet() {
            return byUid.keySet().stream();
        }

        @Override
        public Stream<GenericKubernetesResource> values() {
            return byUid.values().stream();
        }

        @Override
        public int size() {
            return byUid.size();
        }

        @Override
        public GenericKubernetesResource get(String uid) {
            return byUid.get(uid);
        }
    }
}
