package dev.podproof.reference.node.runtime;

import java.util.List;
import java.util.Optional;

/**
 * A container engine as the agent needs it. It holds no state that the engine does not: every answer is the engine's.
 * Every method throws {@link RuntimeFailure} with the engine's own words when the engine refuses or can't be reached.
 */
public interface ContainerRuntime extends AutoCloseable {

    /** What the engine and its host are. */
    RuntimeInfo info();

    /** Returns if the engine answers, soon; costs it next to nothing. An engine that takes long fails, too. */
    void ping();

    /** Makes the network that pods are attached to, or checks that the one that is there is the one asked for. */
    void ensureNetwork(PodNetwork network);

    /** All containers that bear this node's label, in whatever state. */
    List<Container> containers();

    /** The containers of one pod, in whatever state. */
    List<Container> containersOf(String podUid);

    /** One of our containers, in whatever state; empty if it is gone. */
    Optional<Container> find(String id);

    /** Makes a container and gives back its ID; it does not run yet. */
    String create(ContainerSpec spec);

    /** Starts a container that was made; it runs when this returns. */
    void start(String id);

    /** Sends a signal to a container's first process; does nothing if it does not run. */
    void signal(String id, String signal);

    /** Removes a container, and kills it if it runs; does nothing if it is gone. */
    void remove(String id);

    /** The image of that name as the host has it. */
    Optional<Image> image(String reference);

    /** Gets an image from its registry; returns when it is there. */
    void pull(String reference);

    /** All images that the host has. */
    List<Image> images();

    /** Tells the listener what happens to our containers, until closed; reconnects on its own. */
    AutoCloseable watch(RuntimeListener listener);

    /** What goes into and comes out of containers. */
    ContainerStreams streams();

    @Override
    void close();
}
