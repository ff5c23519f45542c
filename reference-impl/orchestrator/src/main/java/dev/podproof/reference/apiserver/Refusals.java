package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.api.Texts;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.store.StoreException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what went wrong into a Status object. */
final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private static final String RETRY_SECONDS = "1";

    /** Nobody reads more, and a caller's own text comes back in it. */
    private static final int MAX_MESSAGE = 16 * 1024;

    private static final int MAX_CAUSES = 100;
    private static final int MAX_CAUSE = 1024;

    private Refusals() {}

    /** The reply to a request that failed. */
    static Reply reply(Throwable failure, String request) {
        var refusal = toApi(failure, request);
        var headers =
                switch (refusal.reason()) {
                    case UNAUTHORIZED -> Map.of("WWW-Authenticate", "Bearer");
                    case TOO_MANY_REQUESTS, SERVICE_UNAVAILABLE -> Map.of("Retry-After", RETRY_SECONDS);
                    default -> Map.<String, String>of();
                };
        return new Reply.Whole(refusal.reason().code(), Reply.JSON, List.of(Json.bytes(status(refusal))), headers);
    }

    /** The Status object of a refusal. */
    static ObjectNode status(ApiException refusal) {
        var status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure")
                .put("message", Texts.cut(refusal.getMessage(), MAX_MESSAGE))
                .put("reason", refusal.reason().text());
        var details = Json.object();
        putIfAny(details, "name", refusal.subject().name());
        putIfAny(details, "group", refusal.subject().group());
        putIfAny(details, "kind", refusal.subject().kind());
        if (!refusal.causes().isEmpty()) {
            var causes = details.putArray("causes");
            for (var cause : refusal.causes()
                    .subList(0, Math.min(MAX_CAUSES, refusal.causes().size()))) {
                var item = causes.addObject();
                putIfAny(item, "reason", cause.reason());
                putIfAny(item, "message", cause.message());
                putIfAny(item, "field", cause.field());
            }
        }
        // Clients look into it without looking whether it is there.
        status.set("details", details);
        return status.put("code", refusal.reason().code());
    }

    private static ApiException toApi(Throwable failure, String request) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ApiException refusal) {
            return refusal;
        }
        LOG.error("{} failed", Texts.cut(request, MAX_CAUSE), cause);
        if (cause instanceof StoreException) {
            return new ApiException(Reason.SERVICE_UNAVAILABLE, "the store is not available, try again later");
        }
        return new ApiException(
                Reason.INTERNAL_ERROR, "an error on the server has prevented the request from succeeding");
    }

    private static void putIfAny(ObjectNode node, String field, String value) {
        if (!value.isEmpty()) {
            node.put(field, Texts.cut(value, MAX_CAUSE));
        }
    }
}
