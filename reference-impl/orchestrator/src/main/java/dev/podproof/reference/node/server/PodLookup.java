package dev.podproof.reference.node.server;

import dev.podproof.reference.node.runtime.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;

/** The pods of this host, as the agent knows them. */
public interface PodLookup {

    /** The pod of that name, if it is bound to this host. */
    Optional<Pod> find(String namespace, String name);

    /** What the engine shows of the pod's containers. */
    List<Container> containers(Pod pod);
}
