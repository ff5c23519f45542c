package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Names;
import dev.podproof.reference.api.Problems;
import dev.podproof.reference.api.Propagation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is special about a kind. The defaults here are those of a kind with nothing special about it. */
public interface Rules {

    /** A kind with nothing special about it. */
    Rules PLAIN = new Rules() {};

    /** Brings a new object into its first state: the status is not the caller's to write. */
    default void begin(ObjectNode object) {}

    /** Fills in what the caller left out. */
    default void defaults(ObjectNode object) {}

    /** Carries over what the server gave the object and its caller left out, or may not touch and is not refused for. */
    default void change(ObjectNode old, ObjectNode object) {}

    /** Brings an object that is valid into the form in which it is stored, whatever of it was written. */
    default void canonicalize(ObjectNode object) {}

    /** What is wrong with the name. */
    default Optional<String> nameProblem(String name) {
        return Names.subdomainProblem(name);
    }

    /** Collects what is wrong with an object; its metadata has been looked at. */
    default void validate(ObjectNode object, Problems problems) {}

    /** Collects what is wrong with a new status, which replaces an old one; both are empty objects where there is none. */
    default void validateStatus(JsonNode old, JsonNode status, Problems problems) {}

    /** Collects what may not be changed as it was; the object alone has been looked at. */
    default void validateChange(ObjectNode old, ObjectNode object, Problems problems) {}

    /** What becomes of owned objects if whoever deletes the owner does not say. */
    default Propagation propagation() {
        return Propagation.BACKGROUND;
    }

    /** Fields besides name and namespace by which objects can be selected. */
    default List<String> selectable() {
        return List.of();
    }

    /** The selectable fields of an object; by default, those at the paths that {@link #selectable} names. */
    default Map<String, String> fields(ObjectNode object) {
        var fields = new HashMap<String, String>();
        fields.put("metadata.name", Json.text(object, "metadata", "name"));
        fields.put("metadata.namespace", Json.text(object, "metadata", "namespace"));
        for (var field : selectable()) {
            fields.put(field, Json.text(object, field.split("\\.", -1)));
        }
        return fields;
    }
}
