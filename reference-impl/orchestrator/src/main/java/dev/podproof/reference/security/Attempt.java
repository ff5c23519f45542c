package dev.podproof.reference.security;

/**
 * What a caller wants to do.
 *
 * @param verb get, list, watch, create, update, patch, delete or deletecollection
 * @param resource a kind's plural, with its group: {@code pods}, {@code leases.coordination.k8s.io}
 * @param subresource empty for the object itself
 * @param namespace empty for kinds of the cluster, and for all namespaces
 * @param name empty where no single object is meant, and for one that is to be created
 * @param selectedNode the node whose pods alone a list or watch selects; empty if it does not select by node
 */
public record Attempt(
        String verb, String resource, String subresource, String namespace, String name, String selectedNode) {

    /** As people read it: {@code update pods/status "web" in namespace "default"}. */
    @Override
    public String toString() {
        return verb + " " + resource + (subresource.isEmpty() ? "" : "/" + subresource)
                + (name.isEmpty() ? "" : " \"" + name + "\"")
                + (namespace.isEmpty() ? "" : " in namespace \"" + namespace + "\"");
    }
}
