package dev.podproof.reference.faults;

/** A component that sees the cluster by a view of its own. */
public enum Part {
    SUBNETS,
    ENDPOINTS,
    REPLICATION,
    NODE_LIFECYCLE,
    SCHEDULER,
    DNS,
    AGENT,
    NETWORK,
    PROXY
}
