package dev.podproof.reference.api.patch;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.api.Texts;

/**
 * JSON patch (RFC 6902): a list of operations, all of which apply or none. Copies are counted: each may double the document, and so
 * two dozen of them would fill any memory.
 */
public final class JsonPatch {

    /** As Kubernetes has it: more would keep the server busy for one caller. */
    private static final int MAX_OPERATIONS = 10_000;

    /** As much as the body that brings the patch may have. */
    private static final long MAX_COPIED = 3 * 1024 * 1024;

    private static final int PER_NODE = 16;
    private static final int LONGEST_PATH = 256;

    private JsonNode document;
    private long copied;

    private JsonPatch(JsonNode document) {
        this.document = document;
    }

    /**
     * The document with the operations applied.
     *
     * @param document is used up: parts of it are in the result, even if an operation does not apply
     * @throws ApiException BAD_REQUEST for something that is no JSON patch, INVALID for operations that do not apply, TOO_LARGE for too
     *     many of them
     */
    public static ObjectNode apply(ObjectNode document, JsonNode patch) {
        if (!(patch instanceof ArrayNode operations)) {
            throw ApiException.badRequest("a JSON patch is a list of operations");
        }
        if (operations.size() > MAX_OPERATIONS) {
            throw new ApiException(
                    Reason.TOO_LARGE,
                    "a JSON patch may have " + MAX_OPERATIONS + " operations, not " + operations.size());
        }
        var patching = new JsonPatch(document);
        operations.forEach(patching::operate);
        if (patching.document instanceof ObjectNode object) {
            return object;
        }
        throw invalid("it leaves no object");
    }

    private void operate(JsonNode operation) {
        var path = pointer(operation, "path");
        switch (text(operation, "op")) {
            case "add" -> add(path, value(operation).deepCopy());
            case "remove" -> remove(path);
            case "replace" -> {
                if (path.matches()) {
                    document = value(operation).deepCopy();
                } else {
                    replace(path, value(operation).deepCopy());
                }
            }
            case "move" -> {
                var from = pointer(operation, "from");
                if (path.toString().startsWith(from + "/")) {
                    throw invalid(shown(from) + " cannot be moved into itself");
                }
                var moved = existing(from);
                if (!path.equals(from)) {
                    remove(from);
                    add(path, moved);
                }
            }
            case "copy" -> add(path, copy(existing(pointer(operation, "from"))));
            case "test" -> {
                if (!value(operation).equals(document.at(path))) {
                    throw invalid("what is at " + shown(path) + " is not what is tested for");
                }
            }
            default ->
                throw invalid("there is no operation \"" + Texts.cut(text(operation, "op"), LONGEST_PATH) + "\"");
        }
    }

    private JsonNode copy(JsonNode node) {
        copied = size(node, copied);
        if (copied > MAX_COPIED) {
            throw new ApiException(Reason.TOO_LARGE, "the JSON patch copies more than " + MAX_COPIED + " bytes in all");
        }
        return node.deepCopy();
    }

    /** Counts no further than to what is too much. */
    private static long size(JsonNode node, long before) {
        long size = before + PER_NODE + (node.isTextual() ? node.textValue().length() : 0);
        for (var field : node.properties()) {
            if (size > MAX_COPIED) {
                return size;
            }
            size = size(field.getValue(), size + field.getKey().length());
        }
        for (int i = 0; node.isArray() && i < node.size() && size <= MAX_COPIED; i++) {
            size = size(node.get(i), size);
        }
        return size;
    }

    private void add(JsonPointer path, JsonNode value) {
        if (path.matches()) {
            document = value;
            return;
        }
        var parent = existing(path.head());
        if (parent instanceof ObjectNode object) {
            object.set(path.last().getMatchingProperty(), value);
        } else if (parent instanceof ArrayNode list) {
            boolean atEnd = path.last().getMatchingProperty().equals("-");
            int at = atEnd ? list.size() : path.last().getMatchingIndex();
            if (at < 0 || at > list.size()) {
                throw invalid(shown(path) + " is no place in the list");
            }
            list.insert(at, value);
        } else {
            throw invalid(shown(path.head()) + " is neither an object nor a list");
        }
    }

    private void remove(JsonPointer path) {
        if (path.matches()) {
            throw invalid("the whole object cannot be removed");
        }
        existing(path);
        if (document.at(path.head()) instanceof ObjectNode object) {
            object.remove(path.last().getMatchingProperty());
        } else if (document.at(path.head()) instanceof ArrayNode list) {
            list.remove(path.last().getMatchingIndex());
        }
    }

    private void replace(JsonPointer path, JsonNode value) {
        existing(path);
        if (document.at(path.head()) instanceof ObjectNode object) {
            object.set(path.last().getMatchingProperty(), value);
        } else if (document.at(path.head()) instanceof ArrayNode list) {
            list.set(path.last().getMatchingIndex(), value);
        }
    }

    private JsonNode existing(JsonPointer path) {
        var node = document.at(path);
        if (node.isMissingNode()) {
            throw invalid("there is nothing at " + shown(path));
        }
        return node;
    }

    private static JsonNode value(JsonNode operation) {
        var value = operation.get("value");
        if (value == null) {
            throw invalid("an operation has no value");
        }
        return value;
    }

    private static JsonPointer pointer(JsonNode operation, String field) {
        try {
            return JsonPointer.compile(text(operation, field));
        } catch (IllegalArgumentException wrong) {
            throw invalid("\"" + Texts.cut(text(operation, field), LONGEST_PATH) + "\" is no path: it begins with /");
        }
    }

    private static String text(JsonNode operation, String field) {
        if (operation.path(field).isTextual()) {
            return operation.get(field).textValue();
        }
        throw invalid("an operation has no " + field);
    }

    private static String shown(JsonPointer path) {
        return "\"" + Texts.cut(path.toString(), LONGEST_PATH) + "\"";
    }

    private static ApiException invalid(String why) {
        return new ApiException(Reason.INVALID, "the JSON patch does not apply: " + why);
    }
}
