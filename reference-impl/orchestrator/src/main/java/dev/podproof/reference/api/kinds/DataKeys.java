package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Problems;
import java.util.Base64;
import java.util.regex.Pattern;

/** What config maps and secrets have in common: keys that can be file names, and a wish never to change. */
final class DataKeys {

    private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]{1,253}");
    private static final int MAX_BYTES = 1024 * 1024;

    private DataKeys() {}

    static void validate(JsonNode data, String path, Problems problems) {
        long size = 0;
        for (var entry : data.properties()) {
            var key = entry.getKey();
            if (!KEY.matcher(key).matches() || key.equals(".") || key.startsWith("..")) {
                problems.invalid(
                        path + "[" + key + "]",
                        key,
                        "a valid config key must consist of alphanumeric characters, '-', '_' or '.', and must not be '.' or begin with '..'");
            }
            size += entry.getValue().asText().length();
        }
        if (size > MAX_BYTES) {
            problems.invalid(path, size, "must have at most " + MAX_BYTES + " bytes");
        }
    }

    static void validateBase64(JsonNode data, String path, Problems problems) {
        for (var entry : data.properties()) {
            try {
                Base64.getDecoder().decode(entry.getValue().asText());
            } catch (IllegalArgumentException e) {
                // The value is a secret: it is not repeated in the message.
                problems.invalid(path + "[" + entry.getKey() + "]", "", "must be base64");
            }
        }
    }

    static void validateImmutable(JsonNode old, JsonNode object, Problems problems, String... fields) {
        if (!old.path("immutable").asBoolean()) {
            return;
        }
        if (!object.path("immutable").asBoolean()) {
            problems.forbidden("immutable", "field is immutable when `immutable` is set");
        }
        for (var field : fields) {
            if (!old.path(field).equals(object.path(field))) {
                problems.forbidden(field, "field is immutable when `immutable` is set");
            }
        }
    }
}
