package dev.podproof.features;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * All deliberate violations there are, and what the reference cannot be made to violate.
 *
 * @param notInjectable for each clause or whole requirement of that kind, why
 */
public record Faults(
        List<Fault> faults, @JsonProperty("not-injectable") List<NotInjectable> notInjectable) {
    public Faults {
        faults = List.copyOf(faults);
        notInjectable = List.copyOf(notInjectable);
    }

    /**
     * Something that the reference cannot be made to violate.
     *
     * @param clause the words of the requirement's statement; empty for all of it
     */
    public record NotInjectable(String requirement, Optional<String> clause, String reason) {
        @JsonCreator
        static NotInjectable read(
                @JsonProperty("requirement") String requirement,
                @JsonProperty("clause") String clause,
                @JsonProperty("reason") String reason) {
            return new NotInjectable(requirement, Optional.ofNullable(clause), reason);
        }
    }

    /**
     * Reads those that are on the class path.
     *
     * @throws SpecificationInvalid when they cannot be read
     */
    public static Faults load() {
        return Specification.readFaults();
    }

    /** Two of these that cannot be on together, if there are such. */
    public Optional<List<String>> clash(Collection<String> ids) {
        return ids.stream()
                .flatMap(id -> find(id).stream())
                .flatMap(one -> one.excludes().stream().filter(ids::contains).map(other -> List.of(one.id(), other)))
                .findFirst();
    }

    /** The fault with that ID, if there is one. */
    public Optional<Fault> find(String id) {
        return faults.stream().filter(fault -> fault.id().equals(id)).findFirst();
    }
}
