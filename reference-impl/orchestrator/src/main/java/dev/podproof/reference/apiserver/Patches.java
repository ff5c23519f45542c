package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.api.patch.InvalidPatch;
import dev.podproof.reference.api.patch.JsonPatch;
import dev.podproof.reference.api.patch.MergePatch;
import dev.podproof.reference.api.patch.StrategicMergePatch;
import dev.podproof.reference.apiserver.exchange.Request;
import java.util.function.Function;

/** Reads patches out of requests, in the form that the content type names. */
final class Patches {

    private Patches() {}

    /** The change that the body describes. */
    static Function<ObjectNode, ObjectNode> read(Request request) {
        switch (Bodies.contentType(request)) {
            case "application/json-patch+json" -> {
                var operations = Json.parse(request.body());
                return document -> JsonPatch.apply(document, operations);
            }
            case "application/merge-patch+json" -> {
                var changes = Json.parseObject(request.body());
                return document -> (ObjectNode) MergePatch.apply(document, changes);
            }
            case "application/strategic-merge-patch+json" -> {
                var changes = Json.parseObject(request.body());
                return document -> strategic(document, changes);
            }
            default ->
                throw new ApiException(
                        Reason.UNSUPPORTED_MEDIA_TYPE,
                        "the body of the request was in an unknown format - accepted media types include:"
                                + " application/json-patch+json, application/merge-patch+json,"
                                + " application/strategic-merge-patch+json");
        }
    }

    private static ObjectNode strategic(ObjectNode document, ObjectNode changes) {
        try {
            return StrategicMergePatch.apply(document, changes);
        } catch (InvalidPatch e) {
            throw ApiException.badRequest("the strategic merge patch cannot be applied: " + e.getMessage());
        }
    }
}
