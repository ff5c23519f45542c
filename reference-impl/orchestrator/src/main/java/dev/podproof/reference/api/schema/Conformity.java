package dev.podproof.reference.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Quantities;
import dev.podproof.reference.api.schema.Schema.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a document conform to a schema, in place: fields that are unknown or say nothing go, a value of a wrong type is refused, and a
 * value that can be written in several ways is written in one.
 *
 * <p>A null means what its absence means, as in Kubernetes; so does the zero value of a type, but in the fields of zeros.txt. What conforms can be
 * decoded by every component of ours: one object that could not would hide all others of its kind from whoever lists them.
 */
public final class Conformity {

    /**
     * What was found.
     *
     * @param unknown the paths of unknown fields, as in {@code spec.containers[0].imag}, which have been dropped
     * @param idle the paths of fields that are kept but that nothing acts on
     */
    public record Findings(List<String> unknown, List<String> idle) {}

    private final List<String> unknown = new ArrayList<>();
    private final List<String> idle = new ArrayList<>();

    private Conformity() {}

    /**
     * Makes the document conform.
     *
     * @throws ApiException BAD_REQUEST naming the first field with a value of a wrong type
     */
    public static Findings enforce(ObjectNode document, Schema.Fields schema) {
        var conformity = new Conformity();
        conformity.object(document, schema, "");
        return new Findings(conformity.unknown, conformity.idle);
    }

    private void object(ObjectNode object, Schema.Fields schema, String path) {
        for (var fields = object.properties().iterator(); fields.hasNext(); ) {
            var field = fields.next();
            var name = field.getKey();
            var type = schema.fields().get(name);
            var fieldPath = path.isEmpty() ? name : path + "." + name;
            if (type == null) {
                unknown.add(fieldPath);
                fields.remove();
            } else if (field.getValue().isNull()) {
                fields.remove();
            } else {
                var value = node(field.getValue(), type, fieldPath);
                if (isZero(value, type) && !schema.meansZero(name)) {
                    fields.remove();
                    continue;
                }
                field.setValue(value);
                if (schema.isIdle(name, value.asText())) {
                    idle.add(fieldPath);
                }
            }
        }
    }

    /** The value as it is to be kept. */
    private JsonNode node(JsonNode node, Schema schema, String path) {
        if (schema instanceof Schema.Fields fields) {
            var object = require(ObjectNode.class, node, path, "an object");
            object(object, fields, path);
            return object;
        }
        if (schema instanceof Schema.ListOf list) {
            var elements = require(ArrayNode.class, node, path, "a list");
            for (int i = 0; i < elements.size(); i++) {
                var element = elements.get(i).isNull() ? zero(list.element()) : elements.get(i);
                elements.set(i, node(element, list.element(), path + "[" + i + "]"));
            }
            return elements;
        }
        if (schema instanceof Schema.MapOf map) {
            var entries = require(ObjectNode.class, node, path, "an object");
            for (var entry : entries.properties()) {
                var value = entry.getValue().isNull() ? zero(map.value()) : entry.getValue();
                var valuePath = path + "." + entry.getKey();
                // Only amounts of resources stand in maps, and those are counted in thousandths.
                entry.setValue(
                        map.value() == Value.QUANTITY
                                ? Values.quantity(value, Quantities.MILLI, valuePath)
                                : node(value, map.value(), valuePath));
            }
            return entries;
        }
        return Values.keep(node, (Value) schema, path);
    }

    /** What Go reads where a list or a map has null. */
    private static JsonNode zero(Schema schema) {
        var nodes = JsonNodeFactory.instance;
        if (schema instanceof Schema.ListOf) {
            return nodes.arrayNode();
        }
        if (schema instanceof Value value) {
            return switch (value) {
                case STRING -> nodes.textNode("");
                case INT32, INT64, NUMBER, QUANTITY, INT_OR_STRING -> nodes.numberNode(0);
                case BOOLEAN -> nodes.booleanNode(false);
                case TIME, MICRO_TIME, ANY -> nodes.nullNode();
            };
        }
        return nodes.objectNode();
    }

    /** An object is none, however empty: that it is there may say something. */
    private static boolean isZero(JsonNode node, Schema schema) {
        if (schema instanceof Schema.Fields || schema == Value.ANY) {
            return false;
        }
        if (schema == Value.QUANTITY) {
            return node.asText().equals("0");
        }
        return switch (node.getNodeType()) {
            case STRING -> node.asText().isEmpty();
            case NUMBER -> node.asDouble() == 0;
            case BOOLEAN -> !node.asBoolean();
            default -> node.isEmpty();
        };
    }

    private static <T extends JsonNode> T require(Class<T> type, JsonNode node, String path, String expected) {
        if (!type.isInstance(node)) {
            throw Values.wrong(node, path, expected);
        }
        return type.cast(node);
    }
}
