package dev.podproof.reference.apiserver.openapi;

import dev.podproof.reference.api.schema.Schema;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A resource, as OpenAPI has to know it.
 *
 * @param group empty for the core
 * @param schema asked for when a document is made
 */
public record Resource(
        String group,
        String version,
        String kind,
        String plural,
        boolean namespaced,
        Set<String> verbs,
        Supplier<Schema.Fields> schema) {

    /** Where the group's version is served: {@code api/v1} or {@code apis/GROUP/VERSION}. */
    String root() {
        return group.isEmpty() ? "api/" + version : "apis/" + group + "/" + version;
    }
}
