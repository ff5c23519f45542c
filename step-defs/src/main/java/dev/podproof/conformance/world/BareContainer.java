package dev.podproof.conformance.world;

import java.util.Set;

/**
 * A container on a bare Docker host, which no orchestrator has made.
 *
 * @param name what the scenario calls it
 * @param host the bare host's name
 * @param docker its name at the Docker Engine, which is unique among all runs
 * @param address empty while it does not run
 * @param isReachedFromAfar whether Docker says of its network that other hosts reach it
 */
public record BareContainer(
        String name,
        String host,
        String docker,
        String address,
        Set<String> doors,
        boolean isOnHostNetwork,
        boolean isReachedFromAfar)
        implements Peer {
    public BareContainer {
        doors = Set.copyOf(doors);
    }

    @Override
    public String container() {
        return name;
    }
}
