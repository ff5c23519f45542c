package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.security.Attempt;
import dev.podproof.reference.security.Authorizer;
import dev.podproof.reference.security.Identity;
import dev.podproof.reference.security.NodeScope;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** POST of a SelfSubjectAccessReview: may I do this? Nothing is kept. */
final class ReviewAccess implements Verb {

    private static final int CREATED = 201;

    private final NodeScope scope;

    ReviewAccess(NodeScope scope) {
        this.scope = scope;
    }

    @Override
    public CompletionStage<Reply> handle(Call call) {
        var review = Intake.read(call.target().kind().form(), call.request()).object();
        var wanted = review.path("spec").path("resourceAttributes");
        boolean allowed = wanted instanceof ObjectNode attributes
                ? allows(call.caller(), attributes)
                : allows(call.caller(), review.path("spec").path("nonResourceAttributes"));
        Json.child(review, "metadata");
        review.putObject("status")
                .put("allowed", allowed)
                .put("reason", allowed ? "" : "the role of " + call.caller().user() + " does not include it");
        return CompletableFuture.completedStage(Reply.json(CREATED, Json.bytes(review)));
    }

    /** Everybody who is known may look at what is served; the rest of what is no resource is for administrators. */
    private static boolean allows(Identity caller, JsonNode path) {
        return path.isObject()
                && (caller.isAdmin()
                        || (Json.text(path, "verb").equals("get")
                                && !Json.text(path, "path").startsWith("/podproof")));
    }

    private boolean allows(Identity caller, ObjectNode attributes) {
        var group = Json.text(attributes, "group");
        var resource = Json.text(attributes, "resource") + (group.isEmpty() ? "" : "." + group);
        var attempt = new Attempt(
                Json.text(attributes, "verb"),
                resource,
                Json.text(attributes, "subresource"),
                Json.text(attributes, "namespace"),
                Json.text(attributes, "name"),
                "");
        return Authorizer.allows(caller, attempt, scope);
    }
}
