package dev.podproof.conformance.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Pattern;

/** Takes out of a document what nobody should read in a report. */
final class Redaction {
    private static final String REDACTED = "(redacted)";
    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(password|passwd|secret|token|credential|private.?key).*");

    private Redaction() {}

    /** A copy without the data of Secrets, without values of variables with telling names, and without bookkeeping that nobody reads. */
    static JsonNode of(JsonNode document) {
        JsonNode copy = document.deepCopy();
        if (copy.path("kind").asText().equals("Secret")) {
            for (String field : List.of("data", "stringData")) {
                JsonNode values = copy.path(field);
                values.fieldNames().forEachRemaining(name -> ((ObjectNode) values).put(name, REDACTED));
            }
        }
        copy.findParents("value").forEach(variable -> {
            if (SECRET_NAME.matcher(variable.path("name").asText()).matches()) {
                ((ObjectNode) variable).put("value", REDACTED);
            }
        });
        if (copy.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
            if (metadata.path("annotations") instanceof ObjectNode annotations) {
                annotations.remove("kubectl.kubernetes.io/last-applied-configuration");
            }
        }
        return copy;
    }
}
