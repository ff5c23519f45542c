package dev.podproof.reference.node.runtime;

/** The labels by which the agent knows its containers again: all that it has to remember is on them. */
public final class Labels {
    /** The node whose agent made it; a container without this label, or of another node, is never touched. */
    public static final String NODE = "podproof.dev/node";

    public static final String POD_UID = "podproof.dev/pod-uid";

    public static final String POD_NAMESPACE = "podproof.dev/pod-namespace";
    public static final String POD_NAME = "podproof.dev/pod-name";
    /** The container's name in the pod, or {@link #SANDBOX}. */
    public static final String CONTAINER = "podproof.dev/container";
    /** How many containers of this name the pod had before this one. */
    public static final String RESTART_COUNT = "podproof.dev/restart-count";
    /** Seconds that have to pass between the end of this container and the start of the next one. */
    public static final String BACK_OFF = "podproof.dev/back-off-seconds";
    /** The image as the pod names it: if the pod comes to name another, the container is replaced. */
    public static final String IMAGE = "podproof.dev/image";
    /** ID of the sandbox whose namespaces it shares. */
    public static final String SANDBOX_ID = "podproof.dev/sandbox-id";

    /** The pause container, which holds the namespaces that a pod's containers share. */
    public static final String SANDBOX = "POD";

    private Labels() {}
}
