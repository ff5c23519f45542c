package dev.podproof.features;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;

/**
 * A deliberate violation that the reference can be started with, to see whether the suite notices.
 *
 * @param id stable and never reused, for example {@code large-packets-are-lost}
 * @param sentence what is wrong while it is on
 * @param violates what it breaks; a suite that is worth its name fails each of these
 * @param sideEffects requirements that can't but fail too
 * @param excludes others that cannot be on together with it, as the two would be about the same thing
 * @param survived its number among the wrong clusters that an earlier suite let pass
 */
public record Fault(
        String id,
        String sentence,
        List<Violation> violates,
        List<SideEffect> sideEffects,
        TakesEffect takesEffect,
        List<String> excludes,
        Optional<String> survived) {
    public Fault {
        violates = List.copyOf(violates);
        sideEffects = List.copyOf(sideEffects);
        excludes = List.copyOf(excludes);
    }

    @JsonCreator
    static Fault read(
            @JsonProperty("id") String id,
            @JsonProperty("sentence") String sentence,
            @JsonProperty("violates") List<Violation> violates,
            @JsonProperty("side-effects") List<SideEffect> sideEffects,
            @JsonProperty("takes-effect") TakesEffect takesEffect,
            @JsonProperty("excludes") List<String> excludes,
            @JsonProperty("survived") String survived) {
        return new Fault(
                id,
                sentence,
                violates,
                sideEffects == null ? List.of() : sideEffects,
                takesEffect,
                excludes == null ? List.of() : excludes,
                Optional.ofNullable(survived));
    }

    /** What a fault that is switched while the cluster runs applies to. */
    public enum TakesEffect {
        /** To what is there, too, within about a second. */
        @JsonProperty("at-once")
        AT_ONCE("at once"),
        /** To pods that are made from then on. */
        @JsonProperty("for-new-objects")
        FOR_NEW_OBJECTS("for new objects"),
        /** To nothing: the cluster has to be started with it. */
        @JsonProperty("from-the-start")
        FROM_THE_START("only from the start");

        private final String words;

        TakesEffect(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /**
     * A requirement whose sentence does not hold.
     *
     * @param clause the words of its statement that are not true any more
     */
    public record Violation(String requirement, String clause) {}

    /** A requirement that fails though the fault is not about it. */
    public record SideEffect(String requirement, String reason) {}

    /** The IDs of the requirements that it violates, each once. */
    public List<String> named() {
        return violates.stream().map(Violation::requirement).distinct().toList();
    }
}
