package dev.podproof.reference.faults;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * One deliberate violation: what stands in front of which parts of the reference while it is on. What it breaks, features/faults.yaml says under
 * the same ID.
 */
final class Fault {

    /** Stands in front of the real thing. Made anew whenever the faults that are on change. */
    @FunctionalInterface
    interface Decorator<T> {
        T before(T real, Place place);
    }

    /** Something that is there as long as the fault is on. */
    @FunctionalInterface
    interface Effect {
        /** Makes it; what is given back takes it away. */
        Runnable begin(Place place);
    }

    /** A seam and what stands there. */
    record Wrap<T>(Class<T> seam, Decorator<T> decorator) {}

    /**
     * What some components see of one kind.
     *
     * @param lens made anew each time that the fault is switched on
     * @param remembers whether objects that are gone are still seen
     */
    record Sight<T extends HasMetadata>(Set<Part> parts, Class<T> kind, Supplier<Lens<T>> lens, boolean remembers) {}

    private final String id;
    private final List<Wrap<?>> wraps = new ArrayList<>();
    private final List<Sight<?>> sights = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();

    private Fault(String id) {
        this.id = id;
    }

    /** @param id as in features/faults.yaml: small letters, digits and dashes */
    static Fault named(String id) {
        return new Fault(id);
    }

    <T> Fault before(Class<T> seam, Decorator<T> decorator) {
        wraps.add(new Wrap<>(seam, decorator));
        return this;
    }

    <T extends HasMetadata> Fault sight(Part part, Class<T> kind, UnaryOperator<T> change) {
        return sight(Set.of(part), kind, () -> (object, around) -> change.apply(object));
    }

    <T extends HasMetadata> Fault sight(Set<Part> parts, Class<T> kind, Supplier<Lens<T>> lens) {
        sights.add(new Sight<>(parts, kind, lens, false));
        return this;
    }

    /** These parts never learn that an object of the kind is gone. */
    <T extends HasMetadata> Fault remembers(Part part, Class<T> kind) {
        sights.add(new Sight<>(Set.of(part), kind, () -> (object, around) -> object, true));
        return this;
    }

    Fault during(Effect effect) {
        effects.add(effect);
        return this;
    }

    String id() {
        return id;
    }

    List<Documents.Shown> shown() {
        return wraps.stream()
                .map(Wrap::decorator)
                .filter(Documents.Shown.class::isInstance)
                .map(Documents.Shown.class::cast)
                .toList();
    }

    List<Sight<?>> sights() {
        return sights;
    }

    List<Effect> effects() {
        return effects;
    }

    @SuppressWarnings("unchecked") // A wrap's decorator is one of its own seam.
    <T> T decorate(Class<T> seam, T real, Place place) {
        T outermost = real;
        for (Wrap<?> wrap : wraps) {
            if (wrap.seam() == seam) {
                outermost = ((Wrap<T>) wrap).decorator().before(outermost, place);
            }
        }
        return outermost;
    }

    @Override
    public String toString() {
        return id;
    }
}
