package dev.podproof.reference.security;

import java.util.Set;

/**
 * Who may do what, by role: administrators everything; a node what its agent needs, and of that only what is its own;
 * everybody else nothing but to look at what is served.
 */
public final class Authorizer {

    private static final Set<String> READ = Set.of("get", "list", "watch");
    private static final Set<String> WRITE = Set.of("create", "update", "patch");

    /** What the network and the service proxy of every host look at. */
    private static final Set<String> NODE_READS = Set.of("nodes", "services", "endpoints");

    private Authorizer() {}

    /** Whether a caller may do something. */
    public static boolean allows(Identity caller, Attempt attempt, NodeScope scope) {
        if (caller.isAdmin()) {
            return true;
        }
        if (attempt.resource().equals("selfsubjectaccessreviews.authorization.k8s.io")) {
            return attempt.verb().equals("create") && !caller.equals(Identity.ANONYMOUS);
        }
        return caller.node().map(node -> nodeMay(node, attempt, scope)).orElse(false);
    }

    private static boolean nodeMay(String node, Attempt attempt, NodeScope scope) {
        boolean plain = attempt.subresource().isEmpty();
        boolean plainOrStatus = plain || attempt.subresource().equals("status");
        boolean reads = READ.contains(attempt.verb());
        boolean writes = WRITE.contains(attempt.verb());
        boolean own = attempt.name().equals(node);
        if (reads && plainOrStatus && NODE_READS.contains(attempt.resource())) {
            return true;
        }
        return switch (attempt.resource()) {
            case "events" -> plain && writes;
            case "nodes" -> plainOrStatus && writes && own;
            case "leases.coordination.k8s.io" -> plain && (writes || reads) && own;
            case "pods" -> mayTouchPod(attempt) && isBoundTo(node, attempt, scope);
            case "configmaps", "secrets" ->
                plain
                        && reads
                        && !attempt.name().isEmpty()
                        && scope.needs(node, attempt.resource(), attempt.namespace(), attempt.name());
            default -> false;
        };
    }

    private static boolean mayTouchPod(Attempt attempt) {
        return switch (attempt.subresource()) {
            case "" -> READ.contains(attempt.verb()) || attempt.verb().equals("delete");
            case "status" -> attempt.verb().equals("get") || WRITE.contains(attempt.verb());
            default -> false;
        };
    }

    private static boolean isBoundTo(String node, Attempt attempt, NodeScope scope) {
        return attempt.name().isEmpty()
                ? attempt.selectedNode().equals(node)
                : scope.boundTo(attempt.namespace(), attempt.name())
                        .filter(node::equals)
                        .isPresent();
    }
}
