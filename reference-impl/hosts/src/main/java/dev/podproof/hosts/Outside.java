package dev.podproof.hosts;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.HostConfig;
import java.util.List;

/** A machine beside the hosts that is no part of the cluster: it answers whoever connects with the address that it sees (NET-13). */
final class Outside {
    /** Its role in {@link Labels#ROLE}: it goes when its cluster goes, and is no host of it. */
    static final String ROLE = "outside";

    private static final int PORT = 8080;
    private static final String ANSWER =
            "trap 'exit 0' TERM; tcpsvd 0.0.0.0 " + PORT + " sh -c 'echo you are $TCPREMOTEADDR' & wait";

    private Outside() {}

    /** Starts it on the cluster's network, and answers with its address and port. */
    static String start(DockerClient docker, ClusterSpec spec, String network, String image) {
        var id = docker.createContainerCmd(image)
                .withName(spec.name() + "-outside")
                .withLabels(Labels.ofContainer(spec, ROLE))
                .withHostConfig(HostConfig.newHostConfig().withNetworkMode(network))
                .withCmd(List.of("sh", "-c", ANSWER))
                .exec()
                .getId();
        docker.startContainerCmd(id).exec();
        var networks =
                docker.inspectContainerCmd(id).exec().getNetworkSettings().getNetworks();
        return networks.get(network).getIpAddress() + ":" + PORT;
    }
}
