package dev.podproof.reference.apiserver.http;

import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.apiserver.exchange.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What is refused before anybody looks at what is meant. */
final class Refusal {

    private Refusal() {}

    static Reply.Whole of(ApiException refusal) {
        var headers =
                refusal.reason() == Reason.TOO_MANY_REQUESTS ? Map.of("Retry-After", "1") : Map.<String, String>of();
        return whole(refusal.reason(), refusal.getMessage(), headers);
    }

    static Reply.Whole timeout(Duration limit) {
        return whole(
                Reason.TIMEOUT,
                "Timeout: request did not complete within " + limit.toSeconds() + " seconds; it may still take effect",
                Map.of());
    }

    static Reply.Whole badGateway(String why) {
        return whole(Reason.INTERNAL_ERROR, why, Map.of());
    }

    private static Reply.Whole whole(Reason reason, String message, Map<String, String> headers) {
        var status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure")
                .put("message", message)
                .put("reason", reason.text())
                .put("code", reason.code());
        var body = Json.bytes(status);
        return new Reply.Whole(reason.code(), Reply.JSON, List.of(body), headers);
    }
}
