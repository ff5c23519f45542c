package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.cache.Entry;
import dev.podproof.reference.apiserver.exchange.Request;
import java.util.OptionalLong;

/**
 * How to delete.
 *
 * @param graceSeconds how long a pod may take to end; absent leaves it to the pod
 * @param uid what the object's uid has to be, empty if it does not matter
 * @param resourceVersion what the object's revision has to be, empty if it does not matter
 */
record DeleteOptions(OptionalLong graceSeconds, String uid, String resourceVersion, boolean dryRun) {

    /** Reads the body, which is optional, and the query. */
    static DeleteOptions read(Request request) {
        return of(request.body().length == 0 ? Json.object() : Bodies.object(request), request);
    }

    /** Takes options that stand in a document, completed by the query. */
    static DeleteOptions of(JsonNode body, Request request) {
        var grace = body.has("gracePeriodSeconds")
                ? OptionalLong.of(body.get("gracePeriodSeconds").asLong())
                : request.query().number("gracePeriodSeconds");
        if (grace.orElse(0) < 0) {
            throw ApiException.badRequest(
                    "gracePeriodSeconds: Invalid value: " + grace.getAsLong() + ": must be greater than or equal to 0");
        }
        return new DeleteOptions(
                grace,
                Json.text(body, "preconditions", "uid"),
                Json.text(body, "preconditions", "resourceVersion"),
                dryRun(request, body));
    }

    /** Refuses to delete an object that is not the one that the caller means. */
    void check(Target target, Entry current, ObjectNode document) {
        var actual = Json.text(document, "metadata", "uid");
        if (!uid.isEmpty() && !uid.equals(actual)) {
            throw Objects.conflict(
                    target, "Precondition failed: UID in precondition: " + uid + ", UID in object meta: " + actual);
        }
        var revision = String.valueOf(current.revision());
        if (!resourceVersion.isEmpty() && !resourceVersion.equals(revision)) {
            throw Objects.conflict(
                    target,
                    "Precondition failed: ResourceVersion in precondition: " + resourceVersion
                            + ", ResourceVersion in object meta: " + revision);
        }
    }

    private static boolean dryRun(Request request, JsonNode body) {
        for (var item : body.path("dryRun")) {
            if (item.asText().equals("All")) {
                return true;
            }
        }
        return Options.dryRun(request);
    }
}
