package dev.podproof.reference.faults;

import dev.podproof.reference.view.Changes;
import dev.podproof.reference.view.ClusterView;
import dev.podproof.reference.view.Index;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster of made-up objects. */
final class World implements ClusterView {
    private final Map<Class<?>, Map<String, HasMetadata>> objects = new LinkedHashMap<>();
    private final Map<Class<?>, List<Changes<HasMetadata>>> followers = new LinkedHashMap<>();

    void put(HasMetadata object) {
        HasMetadata before = of(object.getClass()).put(key(object), object);
        tell(object.getClass(), before, object);
    }

    void remove(HasMetadata object) {
        of(object.getClass()).remove(key(object));
        tell(object.getClass(), object, null);
    }

    private void tell(Class<?> kind, HasMetadata before, HasMetadata after) {
        List.copyOf(followers.getOrDefault(kind, List.of())).forEach(follower -> follower.changed(before, after));
    }

    private Map<String, HasMetadata> of(Class<?> kind) {
        return objects.computeIfAbsent(kind, unused -> new LinkedHashMap<>());
    }

    private static String key(HasMetadata object) {
        String namespace = object.getMetadata().getNamespace();
        return (namespace == null ? "" : namespace + "/") + object.getMetadata().getName();
    }

    @Override
    @SuppressWarnings("unchecked") // Followers of a kind are told of that kind alone.
    public <T extends HasMetadata> void follow(Class<T> kind, Changes<T> changes) {
        followers.computeIfAbsent(kind, unused -> new ArrayList<>()).add((Changes<HasMetadata>) changes);
        list(kind).forEach(object -> changes.changed(null, object));
    }

    @Override
    public <T extends HasMetadata> List<T> list(Class<T> kind) {
        return of(kind).values().stream().map(kind::cast).toList();
    }

    @Override
    public <T extends HasMetadata> List<T> list(Class<T> kind, String namespace) {
        return list(kind).stream()
                .filter(object -> namespace.equals(object.getMetadata().getNamespace()))
                .toList();
    }

    @Override
    public <T extends HasMetadata> List<T> list(Class<T> kind, Index<T> index, String value) {
        return list(kind).stream()
                .filter(object -> index.values().apply(object).contains(value))
                .toList();
    }

    @Override
    public <T extends HasMetadata> Optional<T> find(Class<T> kind, String name) {
        return Optional.ofNullable(kind.cast(of(kind).get(name)));
    }

    @Override
    public void close() {
        followers.clear();
    }
}
