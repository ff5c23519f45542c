package dev.podproof.reference.node.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Network;
import dev.podproof.reference.node.runtime.PodNetwork;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import java.util.List;
import java.util.Map;

/**
 * The pods' network in the Engine: a bridge in the host's subnet, without translation. A user-defined network, because it
 * can be made when the subnet is known, while the Engine runs and pods of others are on it.
 */
final class Networks {
    private static final String OPTION = "com.docker.network.bridge.";

    private final DockerClient docker;

    Networks(DockerClient docker) {
        this.docker = docker;
    }

    void ensure(PodNetwork wanted) {
        List<Network> found = docker.listNetworksCmd()
                .withNameFilter("^" + wanted.name() + "$")
                .exec();
        for (Network network : found) {
            if (fits(network, wanted)) {
                return;
            }
            removeEmpty(network, wanted);
        }
        docker.createNetworkCmd()
                .withName(wanted.name())
                .withDriver("bridge")
                .withCheckDuplicate(true)
                .withIpam(new Network.Ipam()
                        .withConfig(new Network.Ipam.Config()
                                .withSubnet(wanted.subnet())
                                .withGateway(wanted.gateway())))
                .withOptions(Map.of(
                        OPTION + "name",
                        wanted.bridge(),
                        OPTION + "enable_ip_masquerade",
                        "false",
                        "com.docker.network.driver.mtu",
                        String.valueOf(wanted.mtu())))
                .exec();
    }

    private static boolean fits(Network network, PodNetwork wanted) {
        return network.getIpam().getConfig().stream()
                        .anyMatch(config -> wanted.subnet().equals(config.getSubnet()))
                && wanted.bridge().equals(network.getOptions().get(OPTION + "name"))
                && String.valueOf(wanted.mtu()).equals(network.getOptions().get("com.docker.network.driver.mtu"));
    }

    /** A host that got another subnet can't keep the old one; its pods have to go first, and only who made them may say so. */
    private void removeEmpty(Network network, PodNetwork wanted) {
        Network inspected =
                docker.inspectNetworkCmd().withNetworkId(network.getId()).exec();
        if (inspected.getContainers() != null && !inspected.getContainers().isEmpty()) {
            String message = "the Docker network " + wanted.name() + " is not in " + wanted.subnet() + " and has "
                    + inspected.getContainers().size() + " containers on it: remove them, it is then made again";
            throw new RuntimeFailure(RuntimeFailure.Reason.CONFLICT, message, null);
        }
        docker.removeNetworkCmd(network.getId()).exec();
    }
}
