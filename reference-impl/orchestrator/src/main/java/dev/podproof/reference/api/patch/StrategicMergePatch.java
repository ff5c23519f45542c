package dev.podproof.reference.api.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Kubernetes' strategic merge patch: like a merge patch, but lists whose elements have a key merge by it, and directives
 * in the patch ({@code $patch}, {@code $retainKeys}, {@code $setElementOrder/…}, {@code $deleteFromPrimitiveList/…}) say
 * what a merge alone cannot.
 */
public final class StrategicMergePatch {
    /** Each time an element is named again, all that has become of it is gone through. */
    private static final int MOST_TIMES = 20;

    private static final String PATCH = "$patch";
    private static final String RETAIN_KEYS = "$retainKeys";
    private static final String ELEMENT_ORDER = "$setElementOrder/";
    private static final String DELETE_VALUES = "$deleteFromPrimitiveList/";

    private StrategicMergePatch() {}

    /**
     * The document after the patch; neither argument is changed.
     *
     * @throws InvalidPatch when a directive or an element of a keyed list is not what it has to be
     */
    public static ObjectNode apply(ObjectNode original, ObjectNode patch) {
        return mergeObject(original, patch, "");
    }

    private static ObjectNode mergeObject(ObjectNode original, ObjectNode patch, String name) {
        return switch (directive(patch)) {
            case "replace" -> withoutDirectives(patch);
            case "delete" -> original.objectNode();
            default -> mergeFields(original, patch, name);
        };
    }

    private static ObjectNode mergeFields(ObjectNode original, ObjectNode patch, String name) {
        ObjectNode result = original.deepCopy();
        patch.properties().forEach(field -> {
            if (!field.getKey().startsWith("$")) {
                mergeField(result, field.getKey(), field.getValue(), name);
            }
        });
        patch.properties().forEach(field -> directField(result, field.getKey(), field.getValue(), name));
        return result;
    }

    private static void mergeField(ObjectNode result, String field, JsonNode change, String parent) {
        JsonNode before = result.path(field);
        if (change.isNull() || isDeletion(change)) {
            result.remove(field);
        } else if (change instanceof ObjectNode object) {
            result.set(field, mergeObject(before instanceof ObjectNode old ? old : result.objectNode(), object, field));
        } else if (change instanceof ArrayNode list) {
            result.set(
                    field, mergeList(before instanceof ArrayNode old ? old : result.arrayNode(), list, parent, field));
        } else {
            result.set(field, change);
        }
    }

    private static void directField(ObjectNode result, String directive, JsonNode argument, String parent) {
        if (directive.equals(RETAIN_KEYS)) {
            result.retain(new HashSet<>(Lists.strings(Lists.of(directive, argument))));
        } else if (directive.startsWith(DELETE_VALUES)) {
            String field = directive.substring(DELETE_VALUES.length());
            if (result.path(field) instanceof ArrayNode list) {
                result.set(field, Lists.without(list, Lists.of(directive, argument)));
            }
        } else if (directive.startsWith(ELEMENT_ORDER)) {
            String field = directive.substring(ELEMENT_ORDER.length());
            if (result.path(field) instanceof ArrayNode list) {
                Optional<String> key = MergeKeys.of(parent, field);
                result.set(field, Lists.ordered(list, Lists.of(directive, argument), key));
            }
        } else if (directive.startsWith("$") && !directive.equals(PATCH)) {
            throw new InvalidPatch("unknown directive " + directive);
        }
    }

    private static ArrayNode mergeList(ArrayNode original, ArrayNode patch, String parent, String name) {
        if (MergeKeys.isSet(name)) {
            return Lists.union(original, patch);
        }
        Optional<String> key = MergeKeys.of(parent, name);
        if (key.isEmpty() || Lists.anyReplaces(patch)) {
            ArrayNode replaced = patch.arrayNode();
            patch.forEach(element -> {
                if (!(element instanceof ObjectNode object)) {
                    replaced.add(element);
                } else if (directive(object).isEmpty()) {
                    replaced.add(withoutDirectives(object));
                }
            });
            return replaced;
        }
        return mergeByKey(original, patch, key.get(), name);
    }

    private static ArrayNode mergeByKey(ArrayNode original, ArrayNode patch, String key, String name) {
        List<JsonNode> merged = new ArrayList<>();
        original.forEach(merged::add);
        Map<String, Integer> places = Lists.places(original, key);
        Map<String, Integer> named = new HashMap<>();
        for (JsonNode element : patch) {
            if (!(element instanceof ObjectNode change) || !change.has(key)) {
                throw new InvalidPatch("an element of " + name + " has no " + key + ", by which it would be merged");
            }
            String identity = change.get(key).toString();
            if (named.merge(identity, 1, Integer::sum) > MOST_TIMES) {
                throw new InvalidPatch(
                        "more than " + MOST_TIMES + " elements of " + name + " have the same " + key + ": merge them");
            }
            Integer at = places.get(identity);
            if (directive(change).equals("delete")) {
                if (at != null) {
                    merged.set(places.remove(identity), null);
                }
            } else if (at == null) {
                places.put(identity, merged.size());
                merged.add(mergeObject(change.objectNode(), change, name));
            } else {
                merged.set(at, mergeObject((ObjectNode) merged.get(at), change, name));
            }
        }
        ArrayNode result = original.arrayNode();
        merged.stream().filter(Objects::nonNull).forEach(result::add);
        return result;
    }

    private static String directive(ObjectNode patch) {
        String directive = patch.path(PATCH).asText();
        return switch (directive) {
            case "", "merge" -> "";
            case "replace", "delete" -> directive;
            default -> throw new InvalidPatch("unknown value of $patch: " + directive);
        };
    }

    private static boolean isDeletion(JsonNode change) {
        return change instanceof ObjectNode object && directive(object).equals("delete");
    }

    private static ObjectNode withoutDirectives(ObjectNode patch) {
        ObjectNode plain = patch.deepCopy();
        plain.properties().removeIf(field -> field.getKey().startsWith("$"));
        return plain;
    }
}
