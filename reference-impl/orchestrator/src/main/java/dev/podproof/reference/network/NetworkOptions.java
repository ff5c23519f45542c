package dev.podproof.reference.network;

import dev.podproof.reference.api.Ipv4Range;
import java.util.Optional;

/**
 * What a host has to be told about the network.
 *
 * @param node the host's name as a node; empty for the master, which runs no pods and still has to reach them
 * @param podRange the whole cluster's, as in {@code 10.244.0.0/16}
 * @param serviceRange where virtual addresses come from
 */
public record NetworkOptions(Optional<String> node, Ipv4Range podRange, Ipv4Range serviceRange) {}
