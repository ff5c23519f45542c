package dev.podproof.hosts;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What can be said of a cluster from its containers' labels alone.
 *
 * @param state RUNNING: every container runs; DEGRADED: some do; STOPPED: none does
 * @param createdAt when the master's container was made
 * @param endpoint the API's address on this machine, where the master runs
 */
public record ClusterStatus(String name, State state, List<Host> hosts, Instant createdAt, Optional<URI> endpoint) {
    public ClusterStatus {
        hosts = List.copyOf(hosts);
    }

    public enum State {
        RUNNING,
        DEGRADED,
        STOPPED
    }
}
