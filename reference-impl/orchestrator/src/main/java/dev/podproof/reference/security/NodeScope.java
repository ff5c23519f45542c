package dev.podproof.reference.security;

import java.util.Optional;

/** What a node's rights depend on: the pods that are bound to it. */
public interface NodeScope {

    /** The node that a pod is bound to; empty if it is bound to none or there is no such pod. */
    Optional<String> boundTo(String namespace, String pod);

    /** Whether a pod that is bound to the node refers to this secret or config map. */
    boolean needs(String node, String resource, String namespace, String name);
}
