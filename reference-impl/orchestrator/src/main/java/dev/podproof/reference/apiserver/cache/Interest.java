package dev.podproof.reference.apiserver.cache;

import java.util.Optional;

/**
 * What a watch may be told of at all; what of that it shows, it decides itself.
 *
 * @param namespace empty for all of them
 * @param field a value that an object has to bear before or after a change, where the watch asks for one
 */
public record Interest(String namespace, Optional<Field> field) {

    /** All that happens on the shelf. */
    public static final Interest EVERYTHING = new Interest("", Optional.empty());

    /**
     * One value of a field, as in {@code spec.nodeName=host-1}.
     *
     * @param selectable reads all fields of the kind
     */
    public record Field(String name, String value, Entry.Selectable selectable) {}

    boolean covers(Event event) {
        return namespace.isEmpty() || namespace.equals(event.entry().namespace());
    }
}
