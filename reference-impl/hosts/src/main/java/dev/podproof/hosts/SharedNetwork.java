package dev.podproof.hosts;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Network;
import dev.podproof.hosts.engine.HostsException;
import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.network.NetworkKind;
import java.util.List;
import java.util.stream.Collectors;

/** A Docker network that somebody has prepared and that several machines share: what it has to be like for hosts on all of them (docs/adr/0040). */
final class SharedNetwork {
    /** What Docker makes for itself: containers on these have no names, or no network at all. */
    private static final List<String> OF_DOCKER = List.of("bridge", "host", "none", "docker_gwbridge", "ingress");

    private final DockerClient docker;
    private final String name;

    SharedNetwork(DockerClient docker, String name) {
        this.docker = docker;
        this.name = name;
    }

    /**
     * The network's addresses.
     *
     * @throws HostsException INVALID if a cluster's hosts can't be on it
     */
    Ipv4Range require(NetworkKind overlay) {
        var found = find();
        requireNames(found);
        requireCarrying(found, overlay);
        requireFree();
        return subnet(found);
    }

    private Network find() {
        var all = docker.listNetworksCmd().exec();
        return all.stream()
                .filter(network -> network.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> refused("this machine's Docker has no network of that name; it has "
                        + all.stream()
                                .map(Network::getName)
                                .filter(other -> !OF_DOCKER.contains(other))
                                .sorted()
                                .collect(Collectors.joining(", "))
                                .transform(others -> others.isEmpty() ? "none but its own" : others)
                        + ". docker network create makes one"));
    }

    private void requireNames(Network found) {
        if (OF_DOCKER.contains(name))
            throw refused(
                    "it is one that Docker made for itself, on which hosts can't find each other by name; make another");
        if (found.getDriver().equals("overlay") && !Boolean.TRUE.equals(found.isAttachable()))
            throw refused("it takes a swarm's services and no single containers; make it with --attachable");
    }

    /** Between containers with one hardware address for all, the kernel hands over only what is for a container's own address. */
    private void requireCarrying(Network found, NetworkKind overlay) {
        if (found.getDriver().equals("ipvlan") && overlay != NetworkKind.VXLAN)
            throw refused("ipvlan drops what is for pods and not for their host, so that the pods' network " + overlay
                    + " has no way through; choose --network vxlan");
    }

    private void requireFree() {
        docker.listContainersCmd().withShowAll(true).withLabelFilter(List.of(Labels.CLUSTER)).exec().stream()
                .filter(container ->
                        container.getNetworkSettings().getNetworks().containsKey(name))
                .map(container -> container.getLabels().get(Labels.CLUSTER))
                .findFirst()
                .ifPresent(other -> {
                    throw refused("the cluster '" + other + "' is on it, and its master has the name that this one's"
                            + " would have; take that one down, or make another network");
                });
    }

    private Ipv4Range subnet(Network found) {
        return subnets(found).stream()
                .findFirst()
                .orElseThrow(() -> refused("it has no IPv4 addresses; make one with --subnet"));
    }

    /** The IPv4 ranges that a network's containers get their addresses from. */
    static List<Ipv4Range> subnets(Network network) {
        return network.getIpam().getConfig().stream()
                .map(Network.Ipam.Config::getSubnet)
                .filter(subnet -> subnet != null && !subnet.contains(":"))
                .map(Ipv4Range::parse)
                .toList();
    }

    private HostsException refused(String why) {
        return new HostsException(HostsException.Reason.INVALID, "--hosts-network " + name + ": " + why);
    }
}
