package dev.podproof.reference.security;

import java.util.Optional;
import java.util.Set;

/** Who calls: a user and the groups that the user is in. */
public record Identity(String user, Set<String> groups) {

    /** Whoever shows no credentials. */
    public static final Identity ANONYMOUS = new Identity("system:anonymous", Set.of("system:unauthenticated"));

    /** What stands before the name of a node whose agent calls. */
    public static final String NODE_PREFIX = "system:node:";

    /** The group of all nodes' agents. */
    static final String NODES = "system:nodes";

    public Identity {
        groups = Set.copyOf(groups);
    }

    /** Whether everything is allowed. */
    public boolean isAdmin() {
        return groups.contains("system:masters");
    }

    /** The node's name if this is a node's agent. */
    public Optional<String> node() {
        return groups.contains(NODES) && user.startsWith(NODE_PREFIX)
                ? Optional.of(user.substring(NODE_PREFIX.length()))
                : Optional.empty();
    }
}
