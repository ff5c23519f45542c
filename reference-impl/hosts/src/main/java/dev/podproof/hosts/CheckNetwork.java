package dev.podproof.hosts;

import com.github.dockerjava.api.exception.DockerException;
import dev.podproof.hosts.engine.HostsException;
import dev.podproof.reference.network.NetworkKind;

/** Finds out whether this machine can run the overlay that was asked for, before any host is started. */
final class CheckNetwork implements Action {
    private static final String[] MAKE_VXLAN = {
        "ip", "link", "add", "try", "type", "vxlan", "id", "1", "dstport", "8472"
    };

    @Override
    public String name() {
        return "overlay";
    }

    @Override
    public void run(BringUp cluster) {
        switch (cluster.spec().network()) {
            case HOST_GW, EXTERNAL -> {}
            // With Open vSwitch too: the master lets the kernel take the packets.
            case VXLAN, FLANNEL, OVS -> require(cluster, "its kernel has no VXLAN (the module vxlan)", MAKE_VXLAN);
        }
        if (cluster.spec().network() == NetworkKind.OVS)
            require(cluster, "it has no device /dev/net/tun (the module tun)", "test", "-c", "/dev/net/tun");
    }

    private static void require(BringUp cluster, String lack, String... command) {
        var docker = cluster.engine().client();
        var id = docker.createContainerCmd(cluster.hostImage())
                .withEntrypoint(command)
                .withLabels(Labels.ofCluster(cluster.spec().name()))
                .withHostConfig(
                        HostPrivileges.hostConfig(cluster.spec().network()).withNetworkMode("none"))
                .exec()
                .getId();
        try {
            docker.startContainerCmd(id).exec();
            var code = docker.waitContainerCmd(id).start().awaitStatusCode();
            if (code != 0) throw cannot(cluster, lack, "'" + String.join(" ", command) + "' ended with code " + code);
        } catch (DockerException e) {
            throw cannot(cluster, lack, e.getMessage().strip());
        } finally {
            docker.removeContainerCmd(id)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        }
    }

    private static HostsException cannot(BringUp cluster, String lack, String seen) {
        return new HostsException(
                HostsException.Reason.INVALID,
                "this machine can't run the network " + cluster.spec().network() + ": " + lack + "; seen: " + seen
                        + ". Choose another --network");
    }
}
