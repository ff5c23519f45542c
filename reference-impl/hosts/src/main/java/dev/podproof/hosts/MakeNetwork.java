package dev.podproof.hosts;

import com.github.dockerjava.api.model.Network;
import dev.podproof.reference.api.Ipv4Range;
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
        var docker = cluster.engine().client();
        docker.createNetworkCmd()
                .withName(cluster.networkName())
                .withDriver("bridge")
                .withCheckDuplicate(true)
                .withLabels(Labels.ofCluster(cluster.spec().name()))
                .exec();
        docker.inspectNetworkCmd().withNetworkId(cluster.networkName()).exec().getIpam().getConfig().stream()
                .map(Network.Ipam.Config::getSubnet)
                .filter(subnet -> subnet != null && !subnet.contains(":"))
                .forEach(subnet -> cluster.spec().ranges().requireApartFrom(Ipv4Range.parse(subnet)));
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
