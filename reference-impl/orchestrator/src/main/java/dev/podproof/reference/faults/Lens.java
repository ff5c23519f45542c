package dev.podproof.reference.faults;

import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/** What a component sees in place of an object. It is looked through again once a second, so that what depends on the time comes true. */
@FunctionalInterface
interface Lens<T extends HasMetadata> {

    /** Never changes the object itself; null if it is not seen at all. */
    T see(T object, Around around);

    /**
     * What a lens may look at besides the object.
     *
     * @param view all there is, as it is
     */
    record Around(ClusterView view, Place place) {

        /** In seconds. */
        long age(HasMetadata object) {
            Instant made = Instant.parse(object.getMetadata().getCreationTimestamp());
            return Duration.between(made, place.clock().instant()).toSeconds();
        }
    }

    /** One that shows each object together with what it showed of it at first, or last. */
    static <T extends HasMetadata> Supplier<Lens<T>> recalling(BinaryOperator<T> nowAndBefore, boolean first) {
        return () -> {
            Map<String, T> shown = new HashMap<>();
            return (object, around) -> {
                synchronized (shown) {
                    String uid = object.getMetadata().getUid();
                    T before = shown.get(uid);
                    T now = before == null ? object : nowAndBefore.apply(object, before);
                    if (before == null || !first) {
                        shown.put(uid, now);
                    }
                    return now;
                }
            };
        };
    }

    /** One that needs to know nothing but for how many seconds the object has been like this: for ever, if it was so at first sight. */
    static <T extends HasMetadata, K> Supplier<Lens<T>> aging(BiFunction<T, Around, K> what, AgedChange<T> change) {
        return () -> {
            Map<String, Since<K>> known = new HashMap<>();
            return (object, around) -> {
                K now = what.apply(object, around);
                long second = around.place().clock().instant().getEpochSecond();
                synchronized (known) {
                    Since<K> since = known.compute(
                            object.getMetadata().getUid(),
                            (uid, before) -> before == null
                                    ? new Since<>(now, 0)
                                    : before.what().equals(now) ? before : new Since<>(now, second));
                    return change.see(object, second - since.second());
                }
            };
        };
    }

    /** Since when something has been so. */
    record Since<K>(K what, long second) {}

    /** What is seen of an object that has been like this for some seconds. */
    @FunctionalInterface
    interface AgedChange<T> {
        T see(T object, long seconds);
    }
}
