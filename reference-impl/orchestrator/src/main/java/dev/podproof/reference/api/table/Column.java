package dev.podproof.reference.api.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One column of a kind's table.
 *
 * @param type an OpenAPI type: string, integer
 * @param format an OpenAPI format, empty for none; {@code name} marks the column that identifies the object
 * @param priority 0 is always shown, 1 only in wide output
 * @param cell the cell of one object, at the moment that the table is made
 */
record Column(
        String name,
        String type,
        String format,
        int priority,
        String description,
        BiFunction<JsonNode, Instant, JsonNode> cell) {

    static Column ofName() {
        return new Column(
                "Name",
                "string",
                "name",
                0,
                "The object's name.",
                (object, now) -> object.path("metadata").path("name"));
    }

    static Column ofAge() {
        return new Column(
                "Age",
                "string",
                "",
                0,
                "Time since the object was created.",
                (object, now) ->
                        cell(HumanDuration.since(object.path("metadata").path("creationTimestamp"), now)));
    }

    static Column text(String name, String description, Function<JsonNode, String> value) {
        return new Column(name, "string", "", 0, description, (object, now) -> cell(value.apply(object)));
    }

    static Column number(String name, String description, Function<JsonNode, Integer> value) {
        return new Column(
                name,
                "integer",
                "",
                0,
                description,
                (object, now) -> JsonNodeFactory.instance.numberNode(value.apply(object)));
    }

    /** The same column, shown in wide output only. */
    Column wide() {
        return new Column(name, type, format, 1, description, cell);
    }

    ObjectNode definition() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("type", type)
                .put("format", format)
                .put("description", description)
                .put("priority", priority);
    }

    private static JsonNode cell(String text) {
        return JsonNodeFactory.instance.textNode(text);
    }
}
