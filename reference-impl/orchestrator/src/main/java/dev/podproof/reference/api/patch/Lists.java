package dev.podproof.reference.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * What strategic merge patches do with lists. Elements are looked up by their text, so that two long lists are compared in the time that
 * it takes to read them, whatever is in them.
 */
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

    /** Where the first element is that has a value in a field, by the value. */
    static Map<String, Integer> places(ArrayNode list, String key) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < list.size(); i++) {
            places.putIfAbsent(list.get(i).path(key).toString(), i);
        }
        return places;
    }

    static ArrayNode union(ArrayNode left, ArrayNode right) {
        ArrayNode all = left.deepCopy();
        Set<String> there = texts(left);
        for (JsonNode value : right) {
            if (there.add(value.toString())) {
                all.add(value);
            }
        }
        return all;
    }

    static ArrayNode without(ArrayNode list, ArrayNode values) {
        ArrayNode rest = list.arrayNode();
        Set<String> unwanted = texts(values);
        elements(list).stream()
                .filter(value -> !unwanted.contains(value.toString()))
                .forEach(rest::add);
        return rest;
    }

    /**
     * The list in a wanted order. An element that the order does not name stays behind the one that it followed, since
     * whoever wrote the order did not know of it.
     */
    static ArrayNode ordered(ArrayNode list, ArrayNode order, Optional<String> key) {
        Map<String, JsonNode> byIdentity = new HashMap<>();
        elements(list).forEach(element -> byIdentity.putIfAbsent(identity(element, key), element));
        Set<String> placed = new HashSet<>();
        List<JsonNode> wanted = new ArrayList<>();
        for (JsonNode each : order) {
            JsonNode element = byIdentity.get(identity(each, key));
            if (element != null && placed.add(element.toString())) {
                wanted.add(element);
            }
        }
        // What follows an element in the list and is not named in the order, and what stands in front of all.
        Map<String, List<JsonNode>> followers = new HashMap<>();
        Set<String> unnamed = new HashSet<>();
        List<JsonNode> front = new ArrayList<>();
        List<JsonNode> behind = front;
        for (JsonNode element : list) {
            if (placed.contains(element.toString())) {
                behind = followers.computeIfAbsent(element.toString(), unused -> new ArrayList<>());
            } else if (unnamed.add(element.toString())) {
                behind.add(element);
            }
        }
        ArrayNode ordered = list.arrayNode();
        front.forEach(ordered::add);
        for (JsonNode element : wanted) {
            ordered.add(element);
            followers.getOrDefault(element.toString(), List.of()).forEach(ordered::add);
        }
        return ordered;
    }

    private static String identity(JsonNode element, Optional<String> key) {
        return key.map(element::path).orElse(element).toString();
    }

    private static Set<String> texts(ArrayNode list) {
        Set<String> texts = new HashSet<>();
        list.forEach(element -> texts.add(element.toString()));
        return texts;
    }

    private static List<JsonNode> elements(ArrayNode list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }
}
