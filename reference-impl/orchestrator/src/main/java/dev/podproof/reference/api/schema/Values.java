package dev.podproof.reference.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Quantities;
import dev.podproof.reference.api.schema.Schema.Value;

/** Single values: of the right type, and written in the one way in which they are kept. */
final class Values {

    private static final int SHOWN = 60;

    private Values() {}

    /**
     * The value as it is to be kept.
     *
     * @throws ApiException BAD_REQUEST if it is of another type
     */
    static JsonNode keep(JsonNode node, Value type, String path) {
        if (!fits(node, type)) {
            throw wrong(node, path, type.text());
        }
        return switch (type) {
            case QUANTITY -> quantity(node, Quantities.NANO, path);
            case TIME, MICRO_TIME -> TextNode.valueOf(time(node, type, path));
            default -> node;
        };
    }

    /** @param places what is finer than so many decimal places is rounded up */
    static JsonNode quantity(JsonNode node, int places, String path) {
        if (!fits(node, Value.QUANTITY)) {
            throw wrong(node, path, Value.QUANTITY.text());
        }
        var canonical = Quantities.canonical(node, places)
                .orElseThrow(() ->
                        ApiException.badRequest(path + " must be a quantity such as 500m or 64Mi, not " + shown(node)));
        return TextNode.valueOf(canonical);
    }

    private static String time(JsonNode node, Value type, String path) {
        return Times.canonical(node.asText(), type)
                .orElseThrow(() -> ApiException.badRequest(path + " must be " + type.text() + ", not " + shown(node)));
    }

    /** As much of it as tells its author which one is meant. */
    private static String shown(JsonNode node) {
        var text = node.asText();
        return "\"" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text) + "\"";
    }

    private static boolean fits(JsonNode node, Value type) {
        return switch (type) {
            case STRING, TIME, MICRO_TIME -> node.isTextual();
            case INT32 -> node.isIntegralNumber() && node.canConvertToInt();
            case INT64 -> node.isIntegralNumber() && node.canConvertToLong();
            case NUMBER -> node.isNumber();
            case BOOLEAN -> node.isBoolean();
            case QUANTITY -> node.isTextual() || node.isNumber();
            case INT_OR_STRING -> node.isTextual() || (node.isIntegralNumber() && node.canConvertToInt());
            case ANY -> true;
        };
    }

    /** The refusal of a value that is not what it has to be. */
    static ApiException wrong(JsonNode node, String path, String expected) {
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
