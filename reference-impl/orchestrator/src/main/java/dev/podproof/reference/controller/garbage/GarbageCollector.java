package dev.podproof.reference.controller.garbage;

import dev.podproof.reference.controller.ApiErrors;
import dev.podproof.reference.controller.ReconcileLoop;
import dev.podproof.reference.model.Pods;
import dev.podproof.reference.view.ClusterView;
import dev.podproof.reference.view.Index;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Deletes what belongs to owners that are gone, as Kubernetes does: in the background, or before the owner goes where its deletion
 * waits for that (finalizer foregroundDeletion), or not at all where it is to leave orphans (finalizer orphan).
 */
public final class GarbageCollector implements AutoCloseable {

    private static final String FOREGROUND = "foregroundDeletion";
    private static final String ORPHAN = "orphan";

    /** What may own and be owned. An owner of another kind is never believed to be gone. */
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "Pod", Pod.class,
            "ReplicationController", ReplicationController.class,
            "Service", Service.class,
            "Endpoints", Endpoints.class,
            "ConfigMap", ConfigMap.class,
            "Secret", Secret.class,
            "Node", Node.class);

    private static final Index<HasMetadata> BY_OWNER = new Index<>(
            "owner",
            object -> object.getMetadata().getOwnerReferences().stream()
                    .map(OwnerReference::getUid)
                    .toList());

    private final KubernetesClient client;
    private final ClusterView view;
    private final ReconcileLoop<Key> loop;

    private record Key(String kind, String namespace, String name) {
        static Key of(String kind, HasMetadata object) {
            return new Key(
                    kind,
                    object.getMetadata().getNamespace(),
                    object.getMetadata().getName());
        }
    }

    public GarbageCollector(KubernetesClient client, ClusterView view, ScheduledExecutorService executor) {
        this.client = client;
        this.view = view;
        this.loop = new ReconcileLoop<>("garbage", executor, this::reconcile);
    }

    /** Begins to follow everything that may be owned. */
    public void start() {
        KINDS.values().forEach(view::list);
        KINDS.forEach(this::follow);
    }

    @Override
    public void close() {
        loop.close();
    }

    private <T extends HasMetadata> void follow(String name, Class<T> kind) {
        view.follow(kind, (before, after) -> {
            if (after == null) {
                dependents(before).forEach(each -> loop.add(Key.of(each.getKind(), each)));
                // Whoever waits for its dependents to go looks again.
                before.getMetadata().getOwnerReferences().forEach(owner -> wake(before, owner));
            } else if (!after.getMetadata().getOwnerReferences().isEmpty() || Pods.isEnding(after)) {
                loop.add(Key.of(name, after));
            }
        });
    }

    private void wake(HasMetadata dependent, OwnerReference owner) {
        if (KINDS.containsKey(owner.getKind())) {
            loop.add(new Key(owner.getKind(), namespaceOf(owner, dependent), owner.getName()));
        }
    }

    private void reconcile(Key key) {
        find(key).ifPresent(object -> {
            if (Pods.isEnding(object)) {
                letGo(object);
            } else if (!object.getMetadata().getOwnerReferences().isEmpty()) {
                collect(object);
            }
        });
    }

    /** The finalizers of an owner that is being deleted say what becomes of its dependents. */
    private void letGo(HasMetadata owner) {
        List<String> finalizers = owner.getMetadata().getFinalizers();
        if (finalizers.contains(ORPHAN)) {
            dependents(owner).forEach(each -> release(each, owner));
            withoutFinalizer(owner, ORPHAN);
        } else if (finalizers.contains(FOREGROUND)) {
            List<HasMetadata> dependents = dependents(owner).toList();
            dependents.stream()
                    .filter(each -> !Pods.isEnding(each))
                    .forEach(each -> loop.add(Key.of(each.getKind(), each)));
            boolean blocked = dependents.stream()
                    .flatMap(each -> each.getMetadata().getOwnerReferences().stream())
                    .anyMatch(reference ->
                            reference.getUid().equals(owner.getMetadata().getUid())
                                    && Boolean.TRUE.equals(reference.getBlockOwnerDeletion()));
            if (!blocked) {
                withoutFinalizer(owner, FOREGROUND);
            }
        }
    }

    private void collect(HasMetadata object) {
        boolean waitedFor = false;
        for (OwnerReference reference : object.getMetadata().getOwnerReferences()) {
            if (!KINDS.containsKey(reference.getKind())) {
                return;
            }
            Optional<HasMetadata> owner = owner(reference, object);
            if (owner.isPresent()
                    && !(Pods.isEnding(owner.get())
                            && owner.get().getMetadata().getFinalizers().contains(FOREGROUND))) {
                return;
            }
            waitedFor |= owner.isPresent();
        }
        DeletionPropagation propagation = waitedFor ? DeletionPropagation.FOREGROUND : DeletionPropagation.BACKGROUND;
        ApiErrors.ignoringGone(
                () -> client.resource(object).withPropagationPolicy(propagation).delete());
    }

    /** From the view, and from the API server where the view has none: of two watches one may be behind. */
    private Optional<HasMetadata> owner(OwnerReference reference, HasMetadata dependent) {
        Key key = new Key(reference.getKind(), namespaceOf(reference, dependent), reference.getName());
        return find(key)
                .filter(found -> found.getMetadata().getUid().equals(reference.getUid()))
                .or(() ->
                        asked(key).filter(found -> found.getMetadata().getUid().equals(reference.getUid())));
    }

    private Optional<HasMetadata> find(Key key) {
        Class<? extends HasMetadata> kind = KINDS.get(key.kind());
        return key.namespace() == null
                ? view.find(kind, key.name()).map(HasMetadata.class::cast)
                : view.find(kind, key.namespace(), key.name()).map(HasMetadata.class::cast);
    }

    private Optional<HasMetadata> asked(Key key) {
        var resources = client.resources(KINDS.get(key.kind()));
        HasMetadata found = key.namespace() == null
                ? resources.withName(key.name()).get()
                : resources.inNamespace(key.namespace()).withName(key.name()).get();
        return Optional.ofNullable(found);
    }

    @SuppressWarnings("unchecked") // every kind has metadata, and the index asks for nothing else
    private Stream<HasMetadata> dependents(HasMetadata owner) {
        return KINDS.values().stream()
                .flatMap(kind -> view
                        .list(
                                (Class<HasMetadata>) kind,
                                BY_OWNER,
                                owner.getMetadata().getUid())
                        .stream());
    }

    private void release(HasMetadata dependent, HasMetadata owner) {
        edit(
                dependent,
                changed -> changed.getMetadata()
                        .getOwnerReferences()
                        .removeIf(reference ->
                                reference.getUid().equals(owner.getMetadata().getUid())));
    }

    private void withoutFinalizer(HasMetadata owner, String finalizer) {
        edit(owner, changed -> changed.getMetadata().getFinalizers().remove(finalizer));
    }

    private void edit(HasMetadata object, Consumer<HasMetadata> change) {
        ApiErrors.ignoringGone(() -> {
            HasMetadata changed = client.getKubernetesSerialization().clone(object);
            change.accept(changed);
            client.resource(changed).update();
        });
    }

    private static String namespaceOf(OwnerReference owner, HasMetadata dependent) {
        return owner.getKind().equals("Node") ? null : dependent.getMetadata().getNamespace();
    }
}
