package dev.podproof.conformance.subject;

import java.util.Optional;

/**
 * What somebody has said of the machines around a cluster; none of it can be learned from its API.
 *
 * @param hosts its hosts from below
 * @param bareHosts Docker hosts beside it that no orchestrator works on
 * @param pool the means to let hosts join and leave
 */
public record Machines(Optional<DockerHosts> hosts, Optional<DockerHosts> bareHosts, Optional<HostPool> pool) {
    /** Nothing is known. */
    public static Machines none() {
        return new Machines(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
