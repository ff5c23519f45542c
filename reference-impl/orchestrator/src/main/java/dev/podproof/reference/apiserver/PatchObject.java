package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.api.patch.InvalidPatch;
import dev.podproof.reference.api.patch.JsonPatch;
import dev.podproof.reference.api.patch.MergePatch;
import dev.podproof.reference.api.patch.StrategicMergePatch;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** PATCH on an object or a subresource, in the form that the content type names. */
final class PatchObject implements Verb {

    private final Objects objects;
    private final Edits edits;

    PatchObject(Objects objects, Edits edits) {
        this.objects = objects;
        this.edits = edits;
    }

    @Override
    public CompletionStage<Reply> handle(Call call) {
        var target = call.target();
        var patch = read(call.request());
        boolean dryRun = Options.dryRun(call.request());
        return objects.edit(target, dryRun, current -> edits.apply(target, current, patch, dryRun))
                .thenApply(entry -> Reply.json(200, entry.json()));
    }

    private static Function<ObjectNode, ObjectNode> read(Request request) {
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
