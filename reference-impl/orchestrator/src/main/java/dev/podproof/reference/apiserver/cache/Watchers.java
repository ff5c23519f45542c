package dev.podproof.reference.apiserver.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everybody who watches a shelf, in groups by what they watch, so that an event costs as much as those whom it may concern: a
 * thousand hosts each follow their own pods, and one of them is told of a pod.
 */
final class Watchers {

    private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);
    private static final String ANY = "";

    /** Who watches the same; a field of no name stands for those who ask for no field. */
    private record Group(String namespace, String field, String value) {}

    private final Map<Group, List<Consumer<Event>>> groups = new ConcurrentHashMap<>();
    /** The fields that were ever asked for: as many as the kind can be selected by, at most. */
    private final Map<String, Entry.Selectable> fields = new ConcurrentHashMap<>();

    /** Gives back how to end it. */
    Runnable register(Interest interest, Consumer<Event> watcher) {
        interest.field().ifPresent(field -> fields.putIfAbsent(field.name(), field.selectable()));
        var group = interest.field()
                .map(field -> new Group(interest.namespace(), field.name(), field.value()))
                .orElse(new Group(interest.namespace(), ANY, ANY));
        groups.merge(group, List.of(watcher), Watchers::joined);
        return () -> groups.computeIfPresent(group, (unused, members) -> without(members, watcher));
    }

    /** Each of them once, in no order. */
    void tell(Event event) {
        tell(event, ANY, ANY);
        fields.forEach((name, selectable) -> {
            var now = value(event.entry(), name, selectable);
            tell(event, name, now);
            if (event.previous() != null) {
                var before = value(event.previous(), name, selectable);
                if (!before.equals(now)) {
                    tell(event, name, before);
                }
            }
        });
    }

    private void tell(Event event, String field, String value) {
        tell(event, new Group(ANY, field, value));
        var namespace = event.entry().namespace();
        if (!namespace.isEmpty()) {
            tell(event, new Group(namespace, field, value));
        }
    }

    private void tell(Event event, Group group) {
        for (var watcher : groups.getOrDefault(group, List.of())) {
            try {
                watcher.accept(event);
            } catch (RuntimeException | OutOfMemoryError | StackOverflowError failed) {
                LOG.error("a watch was not told of {} at {}", event.entry().key(), event.revision(), failed);
            }
        }
    }

    private static String value(Entry entry, String field, Entry.Selectable selectable) {
        return entry.fields(selectable).getOrDefault(field, "");
    }

    private static <T> List<T> joined(List<T> some, List<T> others) {
        List<T> all = new ArrayList<>(some);
        all.addAll(others);
        return List.copyOf(all);
    }

    /** Nothing if nobody is left, so that the group is forgotten. */
    private static <T> List<T> without(List<T> members, T one) {
        List<T> others = members.stream().filter(member -> member != one).toList();
        return others.isEmpty() ? null : others;
    }
}
