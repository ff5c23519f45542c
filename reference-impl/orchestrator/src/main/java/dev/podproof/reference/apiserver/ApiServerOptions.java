package dev.podproof.reference.apiserver;

import dev.podproof.reference.api.ClusterRanges;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * How an API server is started.
 *
 * @param listenAddress where it listens
 * @param port 0 for any free one
 * @param advertisedAddress where clients inside the cluster reach it: the endpoint of the service {@code kubernetes}
 * @param advertisedPort the port there; 0 for the one it listens on
 * @param secrets the directory with ca.crt, ca.key, apiserver.crt, apiserver.key, node-client.crt, node-client.key and tokens.csv
 * @param data the directory for the store; without one, the store is forgotten at the end
 * @param ranges where pods and services get their addresses from
 * @param hostsBringSubnets whether hosts choose the subnets of their pods, because somebody has prepared them; else none may
 */
public record ApiServerOptions(
        String listenAddress,
        int port,
        String advertisedAddress,
        int advertisedPort,
        Path secrets,
        Optional<Path> data,
        ClusterRanges ranges,
        boolean hostsBringSubnets,
        Clock clock) {}
