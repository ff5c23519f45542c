package dev.podproof.reference.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Reason;
import java.net.URLDecoder;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads Kubernetes' URL shapes: {@code /api/v1} or {@code /apis/GROUP/VERSION}, then namespace, resource, name, subresource. */
final class Router {

    private static final String ACCESS_RULES = "rbac.authorization.k8s.io";
    private static final Set<String> BELOW_NAMESPACE = Set.of("status", "finalize");

    private final Kinds kinds;

    Router(Kinds kinds) {
        this.kinds = kinds;
    }

    /** The decoded parts of a path. */
    static List<String> segments(String path) {
        var trimmed = path.startsWith("/") ? path.substring(1) : path;
        try {
            return List.of(trimmed.split("/", -1)).stream()
                    .map(part -> URLDecoder.decode(part.replace("+", "%2B"), UTF_8))
                    .filter(part -> !part.isEmpty())
                    .toList();
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("the path is badly encoded: " + e.getMessage());
        }
    }

    /** What a resource path means; nothing if it names no resource at all, as {@code /api/v1} does. */
    Optional<Target> target(List<String> segments) {
        if (segments.size() >= 3 && segments.get(0).equals("api")) {
            return Optional.of(resource("", segments.get(1), segments.subList(2, segments.size())));
        }
        if (segments.size() >= 4 && segments.get(0).equals("apis")) {
            return Optional.of(resource(segments.get(1), segments.get(2), segments.subList(3, segments.size())));
        }
        return Optional.empty();
    }

    private Target resource(String group, String version, List<String> parts) {
        if (inNamespace(parts)) {
            var kind = kind(group, version, parts.get(2));
            if (kind.namespaced()) {
                return below(kind, parts.get(1), parts.subList(3, parts.size()));
            }
            throw notFound();
        }
        return below(kind(group, version, parts.get(0)), "", parts.subList(1, parts.size()));
    }

    private static boolean inNamespace(List<String> parts) {
        return parts.size() >= 3
                && parts.get(0).equals("namespaces")
                && !(parts.size() == 3 && BELOW_NAMESPACE.contains(parts.get(2)));
    }

    private static Target below(Kind kind, String namespace, List<String> parts) {
        var name = parts.isEmpty() ? "" : parts.get(0);
        var subresource = parts.size() < 2 ? "" : parts.get(1);
        boolean known = subresource.isEmpty() || kind.subresources().contains(subresource);
        boolean tooLong = parts.size() > 2 && !subresource.equals("proxy");
        boolean needsNamespace = kind.namespaced() && namespace.isEmpty() && !name.isEmpty();
        if (!known || tooLong || needsNamespace) {
            throw notFound();
        }
        return new Target(kind, namespace, name, subresource);
    }

    private Kind kind(String group, String version, String plural) {
        if (group.equals(ACCESS_RULES)) {
            throw new ApiException(
                    Reason.NOT_FOUND,
                    ACCESS_RULES + " is not served: who may do what is fixed here by role (administrators, nodes, pods'"
                            + " service accounts); ask with kubectl auth can-i");
        }
        return kinds.find(group, version, plural).orElseThrow(Router::notFound);
    }

    static ApiException notFound() {
        return new ApiException(Reason.NOT_FOUND, "the server could not find the requested resource");
    }
}
