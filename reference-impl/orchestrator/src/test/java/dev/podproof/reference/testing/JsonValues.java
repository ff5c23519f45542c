package dev.podproof.reference.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Random documents, and random damage to documents that were fine. */
public final class JsonValues {

    /** Without a bound a few of a million documents are so large that they take minutes and all of the memory. */
    private static final int DEPTH = 4;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonValues() {}

    /** Any JSON value, nested a few levels deep, with a taste for what breaks parsers. */
    public static Arbitrary<JsonNode> any() {
        return Arbitraries.recursive(JsonValues::scalar, JsonValues::around, 0, DEPTH);
    }

    private static Arbitrary<JsonNode> around(Arbitrary<JsonNode> inner) {
        return Arbitraries.oneOf(
                scalar(),
                scalar(),
                inner.list().ofMaxSize(3).map(JsonValues::array),
                Arbitraries.maps(field(), inner).ofMaxSize(3).map(JsonValues::object));
    }

    /** The document, with one of its values replaced, removed, or joined by another. */
    public static Arbitrary<JsonNode> damaged(JsonNode document) {
        return Arbitraries.of(places(document)).flatMap(place -> any().map(value -> replaced(document, place, value)));
    }

    /** JSON pointers to every value of a document, and one more field of each object. */
    public static List<String> places(JsonNode document) {
        List<String> places = new ArrayList<>();
        collect(document, "", places);
        return places;
    }

    private static Arbitrary<JsonNode> scalar() {
        return Arbitraries.oneOf(
                Arbitraries.just(NODES.nullNode()),
                Arbitraries.of(true, false).map(NODES::booleanNode),
                Arbitraries.longs().map(NODES::numberNode),
                Arbitraries.integers().between(-2, 3).map(NODES::numberNode),
                Arbitraries.bigDecimals().map(NODES::numberNode),
                Arbitraries.strings().ofMaxLength(12).map(NODES::textNode),
                Arbitraries.of("", "None", "a/b", "..", "*", "1Ki", "-1", "\u0000", "\ud800", "$patch", "x".repeat(300))
                        .map(NODES::textNode));
    }

    private static Arbitrary<String> field() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(5),
                Arbitraries.of(
                        "metadata",
                        "spec",
                        "status",
                        "name",
                        "kind",
                        "items",
                        "$patch",
                        "$retainKeys",
                        "uid",
                        "ports"));
    }

    private static JsonNode array(List<JsonNode> values) {
        return NODES.arrayNode().addAll(values);
    }

    private static JsonNode object(Map<String, JsonNode> fields) {
        ObjectNode object = NODES.objectNode();
        fields.forEach(object::set);
        return object;
    }

    private static void collect(JsonNode node, String at, List<String> places) {
        places.add(at);
        node.properties().forEach(field -> collect(field.getValue(), at + "/" + field.getKey(), places));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(node.get(i), at + "/" + i, places);
        }
        if (node.isObject()) {
            places.add(at + "/unknown");
        }
    }

    private static JsonNode replaced(JsonNode document, String place, JsonNode value) {
        if (place.isEmpty()) {
            return value;
        }
        var copy = document.deepCopy();
        int last = place.lastIndexOf('/');
        var parent = copy.at(place.substring(0, last));
        var name = place.substring(last + 1);
        if (parent instanceof ObjectNode object) {
            object.set(name, value);
        } else {
            ((com.fasterxml.jackson.databind.node.ArrayNode) parent).set(Integer.parseInt(name), value);
        }
        return copy;
    }
}
