package dev.podproof.reference.apiserver;

/**
 * What a path means.
 *
 * @param namespace empty for kinds of the cluster, and for all namespaces
 * @param name empty for the collection
 * @param subresource empty for the object itself
 */
record Target(Kind kind, String namespace, String name, String subresource) {

    /** Where the object stands on its shelf. */
    String key() {
        return kind.key(namespace, name);
    }
}
