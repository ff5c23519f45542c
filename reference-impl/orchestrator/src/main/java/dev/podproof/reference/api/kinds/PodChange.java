package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Problems;

/** What of a pod's spec may change after its creation: images, a deadline, more tolerations. */
final class PodChange {

    private PodChange() {}

    static void validate(ObjectNode old, ObjectNode pod, Problems problems) {
        var before = changeable(old.path("spec"), pod.path("spec"));
        if (!before.equals(pod.path("spec"))) {
            problems.forbidden(
                    "spec",
                    "pod updates may not change fields other than `spec.containers[*].image`,"
                            + " `spec.initContainers[*].image`, `spec.activeDeadlineSeconds`, `spec.tolerations`");
        }
    }

    /** The old spec, with what may change taken from the new one. */
    private static JsonNode changeable(JsonNode old, JsonNode spec) {
        JsonNode copy = old.deepCopy();
        if (!(copy instanceof ObjectNode result)) {
            return copy;
        }
        for (var field : new String[] {"activeDeadlineSeconds", "tolerations"}) {
            if (spec.has(field)) {
                result.set(field, spec.get(field));
            }
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
