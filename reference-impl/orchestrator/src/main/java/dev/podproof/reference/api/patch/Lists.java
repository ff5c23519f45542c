package dev.podproof.reference.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What strategic merge patches do with lists. */
final class Lists {
    private Lists() {}

    static ArrayNode of(String directive, JsonNode argument) {
        if (argument instanceof ArrayNode list) {
            return list;
        }
        throw new InvalidPatch(directive + " needs a list");
    }

    static List<String> strings(ArrayNode list) {
        return elements(list).stream().map(JsonNode::asText).toList();
    }

    static boolean anyReplaces(ArrayNode patch) {
        return elements(patch).stream()
                .anyMatch(element -> element.path("$patch").asText().equals("replace"));
    }

    static int indexOf(ArrayNode list, String key, JsonNode value) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i).path(key).equals(value)) {
                return i;
            }
        }
        return -1;
    }

    static ArrayNode union(ArrayNode left, ArrayNode right) {
        ArrayNode all = left.deepCopy();
        for (JsonNode value : right) {
            if (!elements(all).contains(value)) {
                all.add(value);
            }
        }
        return all;
    }

    static ArrayNode without(ArrayNode list, ArrayNode values) {
        ArrayNode rest = list.arrayNode();
        elements(list).stream()
                .filter(value -> !elements(values).contains(value))
                .forEach(rest::add);
        return rest;
    }

    /**
     * The list in a wanted order. An element that the order does not name stays behind the one that it followed, since
     * whoever wrote the order did not know of it.
     */
    static ArrayNode ordered(ArrayNode list, ArrayNode order, Optional<String> key) {
        List<JsonNode> result = new ArrayList<>();
        for (JsonNode wanted : order) {
            elements(list).stream()
                    .filter(element -> identity(element, key).equals(identity(wanted, key)))
                    .findFirst()
                    .ifPresent(result::add);
        }
        JsonNode previous = null;
        for (JsonNode element : list) {
            if (!result.contains(element)) {
                result.add(previous == null ? 0 : result.indexOf(previous) + 1, element);
            }
            previous = element;
        }
        ArrayNode ordered = list.arrayNode();
        result.forEach(ordered::add);
        return ordered;
    }

    private static JsonNode identity(JsonNode element, Optional<String> key) {
        return key.map(element::path).orElse(element);
    }

    private static List<JsonNode> elements(ArrayNode list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }
}
