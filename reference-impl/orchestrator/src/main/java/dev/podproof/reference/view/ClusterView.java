package dev.podproof.reference.view;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;

/**
 * What the components of one process know of the cluster. What is read here may be a moment old; a decision that rests on it has to be written
 * with the object's resource version, or to be one that can be repeated.
 */
public interface ClusterView extends AutoCloseable {

    /**
     * Calls {@code changes} for every object of the kind that is there and for every change from now on, one at a time and
     * in order. Returns once the first list has been read, so that {@link #list} and {@link #find} then know the cluster.
     */
    <T extends HasMetadata> void follow(Class<T> kind, Changes<T> changes);

    /** All objects of the kind, in all namespaces. */
    <T extends HasMetadata> List<T> list(Class<T> kind);

    /** All objects of the kind in one namespace. */
    <T extends HasMetadata> List<T> list(Class<T> kind, String namespace);

    /** All objects of the kind that bear {@code value} in the index; the index is made when it is first asked for. */
    <T extends HasMetadata> List<T> list(Class<T> kind, Index<T> index, String value);

    /** The object of that name, of a kind that has no namespaces. */
    <T extends HasMetadata> Optional<T> find(Class<T> kind, String name);

    /** The object of that name in the namespace. */
    default <T extends HasMetadata> Optional<T> find(Class<T> kind, String namespace, String name) {
        return find(kind, namespace + "/" + name);
    }

    /** Ends all watches; nobody is called any more. */
    @Override
    void close();
}
