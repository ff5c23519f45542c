package dev.podproof.reference.api.kinds;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Problems;
import java.util.Base64;
import java.util.List;

/** Secrets: bytes in base64. Text that is sent as such becomes bytes, and is never shown again as text. */
public final class SecretRules implements Rules {

    @Override
    public List<String> selectable() {
        return List.of("type");
    }

    @Override
    public void defaults(ObjectNode object) {
        if (Json.text(object, "type").isEmpty()) {
            object.put("type", "Opaque");
        }
        if (object.remove("stringData") instanceof ObjectNode texts) {
            var data = Json.child(object, "data");
            Json.strings(texts)
                    .forEach((key, text) -> data.put(key, Base64.getEncoder().encodeToString(text.getBytes(UTF_8))));
        }
    }

    @Override
    public void validate(ObjectNode object, Problems problems) {
        DataKeys.validate(object.path("data"), "data", problems);
        DataKeys.validateBase64(object.path("data"), "data", problems);
    }

    @Override
    public void validateChange(ObjectNode old, ObjectNode object, Problems problems) {
        if (!old.path("type").equals(object.path("type"))) {
            problems.invalid("type", Json.text(object, "type"), "field is immutable");
        }
        DataKeys.validateImmutable(old, object, problems, "data");
    }
}
