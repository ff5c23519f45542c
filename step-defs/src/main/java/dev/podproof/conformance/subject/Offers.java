package dev.podproof.conformance.subject;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which of the requirements' needs a target has, and why it lacks the others.
 *
 * @param lacking per need an empty value where it is offered, else the reason why it is not
 */
public record Offers(SortedMap<String, Optional<String>> lacking) {
    /** The programs in the pods' image, which every requirement needs. */
    public static final String APPLETS = "applets";

    /** The leave to take hosts away and to add some, which scenarios need that do so. */
    public static final String DISRUPTION = "disruption";

    public Offers {
        lacking = new TreeMap<>(lacking);
    }

    public static Offers none() {
        return new Offers(new TreeMap<>());
    }

    public Offers with(String need) {
        return put(need, Optional.empty());
    }

    public Offers without(String need, String reason) {
        return put(need, Optional.of(reason));
    }

    Offers put(String need, Optional<String> reason) {
        SortedMap<String, Optional<String>> changed = new TreeMap<>(lacking);
        changed.put(need, reason);
        return new Offers(changed);
    }

    /** Why the need is not met; empty when it is. */
    public Optional<String> whyNot(String need) {
        return lacking.getOrDefault(need, Optional.of("this suite does not know how to find it"));
    }

    /** For the report: {@code true}, or the reason. */
    public Map<String, Object> asMap() {
        SortedMap<String, Object> map = new TreeMap<>();
        lacking.forEach(
                (need, reason) -> map.put(need, reason.<Object>map(why -> why).orElse(true)));
        return map;
    }
}
