package dev.podproof.reference.faults;

import dev.podproof.reference.view.Changes;
import dev.podproof.reference.view.ClusterView;
import dev.podproof.reference.view.Index;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A view through the lenses of the faults that are on. Whoever follows a kind is told what it would have been told if the cluster were as it sees it,
 * also at the moment when a fault is switched.
 */
final class LensView implements ClusterView {

    private final ClusterView real;
    private final Part part;
    private final Lens.Around around;
    private final List<Follower<?>> followers = new CopyOnWriteArrayList<>();
    /** What is gone but still seen, by kind and then by name. */
    private final Map<Class<?>, Map<String, HasMetadata>> gone = new ConcurrentHashMap<>();

    private volatile Map<Class<?>, List<Lens<?>>> lenses = Map.of();
    private volatile Set<Class<?>> remembered = Set.of();

    LensView(ClusterView real, Part part, Place place) {
        this.real = real;
        this.part = part;
        this.around = new Lens.Around(real, place);
    }

    /** From now on the cluster is seen through these. */
    void look(List<Fault.Sight<?>> sights) {
        Map<Class<?>, List<Lens<?>>> next = new HashMap<>();
        List<Fault.Sight<?>> ours =
                sights.stream().filter(sight -> sight.parts().contains(part)).toList();
        ours.forEach(sight -> next.computeIfAbsent(sight.kind(), kind -> new ArrayList<>())
                .add(sight.lens().get()));
        Set<Class<?>> changed =
                Stream.concat(lenses.keySet().stream(), next.keySet().stream()).collect(Collectors.toSet());
        remembered = ours.stream()
                .filter(Fault.Sight::remembers)
                .map(Fault.Sight::kind)
                .collect(Collectors.toSet());
        gone.keySet().retainAll(remembered);
        lenses = next;
        followers.stream().filter(follower -> changed.contains(follower.kind)).forEach(Follower::lookAgain);
    }

    /** What is seen may have come to be another without any change of the cluster. */
    void lookAgain() {
        followers.stream().filter(follower -> lenses.containsKey(follower.kind)).forEach(Follower::lookAgain);
    }

    @Override
    public <T extends HasMetadata> void follow(Class<T> kind, Changes<T> changes) {
        Follower<T> follower = new Follower<>(kind, changes);
        followers.add(follower);
        real.follow(kind, follower);
    }

    @Override
    public <T extends HasMetadata> List<T> list(Class<T> kind) {
        return lenses.containsKey(kind) ? seen(kind).toList() : real.list(kind);
    }

    @Override
    public <T extends HasMetadata> List<T> list(Class<T> kind, String namespace) {
        return lenses.containsKey(kind)
                ? seen(kind)
                        .filter(object -> namespace.equals(object.getMetadata().getNamespace()))
                        .toList()
                : real.list(kind, namespace);
    }

    @Override
    public <T extends HasMetadata> List<T> list(Class<T> kind, Index<T> index, String value) {
        return lenses.containsKey(kind)
                ? seen(kind)
                        .filter(object -> index.values().apply(object).contains(value))
                        .toList()
                : real.list(kind, index, value);
    }

    @Override
    public <T extends HasMetadata> Optional<T> find(Class<T> kind, String name) {
        Optional<T> found = real.find(kind, name);
        return lenses.containsKey(kind)
                ? found.or(() -> Optional.ofNullable(goneOf(kind).get(name))).map(object -> see(kind, object))
                : found;
    }

    @Override
    public void close() {
        real.close();
    }

    private <T extends HasMetadata> Stream<T> seen(Class<T> kind) {
        return everything(kind).map(object -> see(kind, object)).filter(Objects::nonNull);
    }

    private <T extends HasMetadata> Stream<T> everything(Class<T> kind) {
        return Stream.concat(real.list(kind).stream(), goneOf(kind).values().stream());
    }

    @SuppressWarnings("unchecked") // What is kept under a kind is of that kind.
    private <T extends HasMetadata> Map<String, T> goneOf(Class<T> kind) {
        return (Map<String, T>) gone.getOrDefault(kind, Map.of());
    }

    @SuppressWarnings("unchecked") // A lens is kept under the kind that it is for.
    private <T extends HasMetadata> T see(Class<T> kind, T object) {
        T seen = object;
        for (Lens<?> lens : lenses.getOrDefault(kind, List.of())) {
            seen = seen == null ? null : ((Lens<T>) lens).see(seen, around);
        }
        return seen;
    }

    private static String key(HasMetadata object) {
        String namespace = object.getMetadata().getNamespace();
        return (namespace == null || namespace.isEmpty() ? "" : namespace + "/")
                + object.getMetadata().getName();
    }

    /** Knows what a component was told last, since that is what the next change is a change of. */
    private final class Follower<T extends HasMetadata> implements Changes<T> {
        private final Class<T> kind;
        private final Changes<T> changes;
        private final Map<String, T> told = new HashMap<>();

        Follower(Class<T> kind, Changes<T> changes) {
            this.kind = kind;
            this.changes = changes;
        }

        @Override
        public synchronized void changed(T before, T after) {
            T object = after;
            if (remembered.contains(kind)) {
                Map<String, HasMetadata> kept = gone.computeIfAbsent(kind, unused -> new ConcurrentHashMap<>());
                if (after == null) {
                    kept.put(key(before), before);
                    object = before;
                } else {
                    kept.remove(key(after));
                }
            }
            tell(key(after == null ? before : after), object == null ? null : see(kind, object));
        }

        synchronized void lookAgain() {
            Map<String, T> now = new HashMap<>();
            everything(kind).forEach(object -> now.put(key(object), see(kind, object)));
            Stream.concat(now.keySet().stream(), List.copyOf(told.keySet()).stream())
                    .distinct()
                    .filter(key -> !Objects.equals(now.get(key), told.get(key)))
                    .forEach(key -> tell(key, now.get(key)));
        }

        private void tell(String key, T seen) {
            T last = seen == null ? told.remove(key) : told.put(key, seen);
            if (seen != null || last != null) {
                changes.changed(last, seen);
            }
        }
    }
}
