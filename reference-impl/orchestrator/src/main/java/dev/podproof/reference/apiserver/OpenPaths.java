package dev.podproof.reference.apiserver;

import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import java.util.Optional;
import java.util.Set;

/** What everybody may ask: whether the server is well, and its version. */
final class OpenPaths {

    /** The version of Kubernetes whose clients find what they expect here. */
    private static final String MINOR = "32";

    private static final Set<String> HEALTH = Set.of("/healthz", "/livez", "/readyz");

    /** The answer, if this is such a question. */
    Optional<Reply> reply(Request request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Optional.empty();
        }
        var path = request.path();
        if (HEALTH.contains(path)) {
            return Optional.of(Reply.text(200, "ok"));
        }
        return path.equals("/version") || path.equals("/version/") ? Optional.of(version()) : Optional.empty();
    }

    private static Reply version() {
        var version = Json.object()
                .put("major", "1")
                .put("minor", MINOR)
                .put("gitVersion", "v1." + MINOR + ".0+podproof")
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "")
                .put("goVersion", "")
                .put("compiler", "")
                .put("platform", "java/" + System.getProperty("os.arch"));
        return Reply.json(200, Json.bytes(version));
    }
}
