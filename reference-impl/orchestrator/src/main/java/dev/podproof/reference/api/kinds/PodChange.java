package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What of a pod's spec may change after its creation: images, a deadline that comes closer, more tolerations. */
final class PodChange {

    private PodChange() {}

    static void validate(ObjectNode old, ObjectNode pod, Problems problems) {
        var before = old.path("spec");
        var now = pod.path("spec");
        for (var list : new String[] {"containers", "initContainers"}) {
            if (before.path(list).size() != now.path(list).size()) {
                problems.forbidden("spec." + list, "pod updates may not add or remove containers");
                return;
            }
        }
        deadline(before.path("activeDeadlineSeconds"), now.path("activeDeadlineSeconds"), problems);
        tolerations(before, now, problems);
        var changed = changed(changeable(before, now), now);
        if (!changed.isEmpty()) {
            problems.forbidden(
                    "spec",
                    "pod updates may not change fields other than `spec.containers[*].image`,"
                            + " `spec.initContainers[*].image`, `spec.activeDeadlineSeconds`, `spec.tolerations`"
                            + " (only additions to existing tolerations),"
                            + " `spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative);"
                            + " this one changes " + String.join(", ", changed));
        }
    }

    private static void deadline(JsonNode before, JsonNode now, Problems problems) {
        if (before.isNumber() && now.isMissingNode()) {
            problems.invalid("spec.activeDeadlineSeconds", "", "must not update from a positive integer to nil value");
        } else if (before.isNumber() && now.asLong() > before.asLong()) {
            problems.invalid(
                    "spec.activeDeadlineSeconds", now.asLong(), "must be less than or equal to previous value");
        }
    }

    /** How long a taint is tolerated may change, too. */
    private static void tolerations(JsonNode before, JsonNode now, Problems problems) {
        var kept = tolerations(now);
        if (!kept.containsAll(tolerations(before))) {
            problems.forbidden(
                    "spec.tolerations", "existing toleration can not be modified except its tolerationSeconds");
        }
    }

    private static List<JsonNode> tolerations(JsonNode spec) {
        List<JsonNode> plain = new ArrayList<>();
        for (var toleration : spec.path("tolerations")) {
            var copy = (ObjectNode) toleration.deepCopy();
            copy.remove("tolerationSeconds");
            plain.add(copy);
        }
        return plain;
    }

    private static Set<String> changed(JsonNode allowed, JsonNode spec) {
        Set<String> changed = new TreeSet<>();
        for (var side : List.of(allowed, spec)) {
            side.fieldNames().forEachRemaining(field -> {
                if (!allowed.path(field).equals(spec.path(field))) {
                    changed.add("spec." + field);
                }
            });
        }
        return changed;
    }

    /** The old spec, with what may change taken from the new one. */
    private static JsonNode changeable(JsonNode old, JsonNode spec) {
        JsonNode copy = old.deepCopy();
        if (!(copy instanceof ObjectNode result)) {
            return copy;
        }
        for (var field : new String[] {"activeDeadlineSeconds", "tolerations"}) {
            result.remove(field);
            if (spec.has(field)) {
                result.set(field, spec.get(field));
            }
        }
        var grace = "terminationGracePeriodSeconds";
        if (old.path(grace).asLong() < 0 && spec.path(grace).asLong() == 1) {
            result.set(grace, spec.get(grace));
        }
        for (var list : new String[] {"containers", "initContainers"}) {
            for (int i = 0; i < result.path(list).size(); i++) {
                var image = spec.path(list).path(i).path("image");
                if (result.path(list).get(i) instanceof ObjectNode container && !image.isMissingNode()) {
                    container.set("image", image);
                }
            }
        }
        return result;
    }
}
