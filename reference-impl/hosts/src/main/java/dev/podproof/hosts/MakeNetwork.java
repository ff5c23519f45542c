package dev.podproof.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A network of the outer Engine that only this cluster's hosts are on, and the port under which the API will be reached. */
final class MakeNetwork implements Action {
    @Override
    public String name() {
        return "network";
    }

    @Override
    public void run(BringUp cluster) {
        cluster.engine()
                .client()
                .createNetworkCmd()
                .withName(cluster.networkName())
                .withDriver("bridge")
                .withCheckDuplicate(true)
                .withLabels(Labels.ofCluster(cluster.spec().name()))
                .exec();
        cluster.apiPort(freePort());
    }

    /** Chosen here rather than by the Engine, which would choose another when the master is stopped and started again. */
    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on 127.0.0.1", e);
        }
    }
}
