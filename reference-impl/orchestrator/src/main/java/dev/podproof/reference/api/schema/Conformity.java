package dev.podproof.reference.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.podproof.reference.api.ApiException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes a document conform to a schema, in place: fields that are unknown or null go, a value of a wrong type is refused.
 *
 * <p>A null means what its absence means, as in Kubernetes.
 */
public final class Conformity {

    /**
     * What was found.
     *
     * @param unknown the paths of unknown fields, as in {@code spec.containers[0].imag}, which have been dropped
     * @param idle the paths of fields that are kept but that nothing acts on
     */
    public record Findings(List<String> unknown, List<String> idle) {}

    private static final Pattern MICRO_TIME = Pattern.compile("[^.]{19}\\.\\d{6}(Z|[+-]\\d\\d:\\d\\d)");

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
            var type = schema.fields().get(field.getKey());
            var fieldPath = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            if (type == null) {
                unknown.add(fieldPath);
                fields.remove();
            } else if (field.getValue().isNull()) {
                fields.remove();
            } else {
                node(field.getValue(), type, fieldPath);
                if (schema.isIdle(field.getKey(), field.getValue().asText())) {
                    idle.add(fieldPath);
                }
            }
        }
    }

    private void node(JsonNode node, Schema schema, String path) {
        if (schema instanceof Schema.Fields fields) {
            object(require(ObjectNode.class, node, path, "an object"), fields, path);
        } else if (schema instanceof Schema.ListOf list) {
            int index = 0;
            for (var element : require(ArrayNode.class, node, path, "a list")) {
                node(element, list.element(), path + "[" + index++ + "]");
            }
        } else if (schema instanceof Schema.MapOf map) {
            map(require(ObjectNode.class, node, path, "an object"), map.value(), path);
        } else if (!fits(node, (Schema.Value) schema)) {
            throw wrong(node, path, ((Schema.Value) schema).text());
        }
    }

    private void map(ObjectNode object, Schema value, String path) {
        for (var field : object.properties()) {
            if (field.getValue().isNull() && value == Schema.Value.STRING) {
                field.setValue(TextNode.valueOf(""));
            } else {
                node(field.getValue(), value, path + "." + field.getKey());
            }
        }
    }

    private static boolean fits(JsonNode node, Schema.Value type) {
        return switch (type) {
            case STRING -> node.isTextual();
            case INT32 -> node.isIntegralNumber() && node.canConvertToInt();
            case INT64 -> node.isIntegralNumber() && node.canConvertToLong();
            case NUMBER -> node.isNumber();
            case BOOLEAN -> node.isBoolean();
            case QUANTITY -> node.isTextual() || node.isNumber();
            case INT_OR_STRING -> node.isTextual() || (node.isIntegralNumber() && node.canConvertToInt());
            case MICRO_TIME -> node.isTextual() && (node.textValue().isEmpty() || isMicroTime(node.textValue()));
            case ANY -> true;
        };
    }

    private static boolean isMicroTime(String text) {
        try {
            OffsetDateTime.parse(text);
            return MICRO_TIME.matcher(text).matches();
        } catch (DateTimeParseException none) {
            return false;
        }
    }

    private static <T extends JsonNode> T require(Class<T> type, JsonNode node, String path, String expected) {
        if (!type.isInstance(node)) {
            throw wrong(node, path, expected);
        }
        return type.cast(node);
    }

    private static ApiException wrong(JsonNode node, String path, String expected) {
        return ApiException.badRequest(path + " must be " + expected + ", not " + describe(node));
    }

    private static String describe(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "a string";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            case NUMBER ->
                node.isIntegralNumber() && node.canConvertToLong() ? "the number " + node : "a number like that";
            default -> "that";
        };
    }
}
