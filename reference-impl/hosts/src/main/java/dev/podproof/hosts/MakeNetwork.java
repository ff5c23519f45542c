package dev.podproof.hosts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A network of the outer Engine that is only this cluster's, and the port under which the API will be reached. */
final class MakeNetwork implements Action {
    @Override
    public String name() {
        return "network";
    }

    @Override
    public void run(BringUp cluster) {
        var docker = cluster.engine().client();
        cluster.spec()
                .hostsNetwork()
                .map(name -> new SharedNetwork(docker, name))
                .ifPresent(shared -> {
                    var range = shared.require(cluster.spec().network());
                    cluster.spec().ranges().requireApartFrom(range);
                    cluster.hostsRange(range);
                });
        docker.createNetworkCmd()
                .withName(cluster.ownNetwork())
                .withDriver("bridge")
                .withCheckDuplicate(true)
                .withLabels(Labels.ofCluster(cluster.spec().name()))
                .exec();
        SharedNetwork.subnets(docker.inspectNetworkCmd()
                        .withNetworkId(cluster.ownNetwork())
                        .exec())
                .forEach(cluster.spec().ranges()::requireApartFrom);
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
