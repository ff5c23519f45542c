package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Problems;

/** Config maps: text by key, and bytes by key. */
public final class ConfigMapRules implements Rules {

    @Override
    public void validate(ObjectNode object, Problems problems) {
        DataKeys.validate(object.path("data"), "data", problems);
        DataKeys.validate(object.path("binaryData"), "binaryData", problems);
        DataKeys.validateBase64(object.path("binaryData"), "binaryData", problems);
        object.path("binaryData").properties().forEach(entry -> {
            if (object.path("data").has(entry.getKey())) {
                problems.invalid(
                        "data[" + entry.getKey() + "]", entry.getKey(), "duplicate of key present in binaryData");
            }
        });
    }

    @Override
    public void validateChange(ObjectNode old, ObjectNode object, Problems problems) {
        DataKeys.validateImmutable(old, object, problems, "data", "binaryData");
    }
}
