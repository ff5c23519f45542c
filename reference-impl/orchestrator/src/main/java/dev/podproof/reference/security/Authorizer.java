package dev.podproof.reference.security;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Who may do what, by role: administrators everything; a node what its agent needs, and of that only what is its own;
 * everybody else nothing but to look at what is served.
 */
public final class Authorizer {

    private static final Set<String> READ = Set.of("get", "list", "watch");
    private static final Set<String> WRITE = Set.of("create", "update", "patch");

    private static final Set<String> NODE_READS = Set.of(
            "nodes",
            "pods",
            "services",
            "endpoints",
            "namespaces",
            "configmaps",
            "secrets",
            "serviceaccounts",
            "leases.coordination.k8s.io");

    private Authorizer() {}

    /**
     * Whether a caller may do something.
     *
     * @param boundTo the node that the pod at hand is bound to; asked only where it matters
     */
    public static boolean allows(Identity caller, Attempt attempt, Supplier<Optional<String>> boundTo) {
        if (caller.isAdmin()) {
            return true;
        }
        if (attempt.resource().equals("selfsubjectaccessreviews.authorization.k8s.io")) {
            return attempt.verb().equals("create") && !caller.equals(Identity.ANONYMOUS);
        }
        return caller.node().map(node -> nodeMay(node, attempt, boundTo)).orElse(false);
    }

    private static boolean nodeMay(String node, Attempt attempt, Supplier<Optional<String>> boundTo) {
        boolean plain = attempt.subresource().isEmpty();
        boolean status = attempt.subresource().equals("status");
        var verb = attempt.verb();
        if (READ.contains(verb)) {
            return (plain || status) && NODE_READS.contains(attempt.resource());
        }
        return switch (attempt.resource()) {
            case "events" -> plain && WRITE.contains(verb);
            case "nodes" -> (plain || status) && WRITE.contains(verb) && isOwn(node, attempt);
            case "leases.coordination.k8s.io" -> plain && WRITE.contains(verb) && isOwn(node, attempt);
            case "pods" ->
                ((status && WRITE.contains(verb)) || (plain && verb.equals("delete")))
                        && boundTo.get().filter(node::equals).isPresent();
            default -> false;
        };
    }

    private static boolean isOwn(String node, Attempt attempt) {
        return attempt.name().equals(node);
    }
}
