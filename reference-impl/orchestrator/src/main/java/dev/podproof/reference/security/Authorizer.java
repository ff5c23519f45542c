package dev.podproof.reference.security;

import java.util.Set;

/**
 * Who may do what, by role: administrators everything; a node what its agent needs, and of that only what is its own;
 * everybody else nothing but to look at what is served.
 */
public final class Authorizer {

    private static final Set<String> READ = Set.of("get", "list", "watch");
    private static final Set<String> CHANGE = Set.of("update", "patch");
    private static final String LEASES = "kube-node-lease";

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

    /**
     * Kubernetes' node authorizer, and less where an agent of ours needs less. What may be in an object that is written, its admission says: a
     * new object's name stands in its body.
     */
    private static boolean nodeMay(String node, Attempt attempt, NodeScope scope) {
        return switch (attempt.subresource()) {
            case "" -> mayTouchObject(node, attempt, scope);
            case "status" -> maySayHow(node, attempt, scope);
            default -> false;
        };
    }

    private static boolean mayTouchObject(String node, Attempt attempt, NodeScope scope) {
        var verb = attempt.verb();
        boolean reads = READ.contains(verb);
        boolean changes = CHANGE.contains(verb);
        boolean own = attempt.name().equals(node);
        return switch (attempt.resource()) {
            // What the network and the service proxy of every host look at.
            case "services", "endpoints" -> reads;
            case "nodes" -> reads || verb.equals("create") || (changes && own);
            case "events" -> verb.equals("create") || changes;
            case "leases.coordination.k8s.io" ->
                attempt.namespace().equals(LEASES)
                        && (verb.equals("create") || (own && (changes || verb.equals("get"))));
            case "pods" ->
                switch (verb) {
                    case "list", "watch" -> attempt.selectedNode().equals(node);
                    case "get", "delete" -> isBoundTo(node, attempt, scope);
                    default -> false;
                };
            case "configmaps", "secrets" ->
                // Without a namespace a name is that of objects in all of them.
                reads
                        && !attempt.namespace().isEmpty()
                        && !attempt.name().isEmpty()
                        && scope.needs(node, attempt.resource(), attempt.namespace(), attempt.name());
            default -> false;
        };
    }

    private static boolean maySayHow(String node, Attempt attempt, NodeScope scope) {
        return CHANGE.contains(attempt.verb())
                && switch (attempt.resource()) {
                    case "nodes" -> attempt.name().equals(node);
                    case "pods" -> isBoundTo(node, attempt, scope);
                    default -> false;
                };
    }

    private static boolean isBoundTo(String node, Attempt attempt, NodeScope scope) {
        return scope.boundTo(attempt.namespace(), attempt.name())
                .filter(node::equals)
                .isPresent();
    }
}
