package dev.podproof.hosts;

import dev.podproof.hosts.engine.HostsException;
import dev.podproof.hosts.images.Addition;
import dev.podproof.reference.api.ClusterRanges;
import dev.podproof.reference.network.NetworkKind;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is asked of a cluster before it exists.
 *
 * @param hosts how many nodes, besides the master
 * @param keep it outlives the process that started it
 * @param retainOnFailure what stands is left standing when the bring-up fails
 * @param faults the deliberate violations that master and nodes start with; empty if they are healthy and stay so
 * @param network how pods of different hosts reach each other
 * @param ranges where pods and services get their addresses from
 * @param store where the master keeps its state
 * @param hostsNetwork the Docker network that the hosts are to be on; empty for one of the cluster's own
 */
record ClusterSpec(
        String name,
        int hosts,
        boolean keep,
        boolean retainOnFailure,
        Optional<List<String>> faults,
        StoreKind store,
        NetworkKind network,
        ClusterRanges ranges,
        Optional<String> hostsNetwork) {
    /** A container's name and a DNS label at once, with room for "-host-99". */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,28}[a-z0-9])?");

    ClusterSpec {
        faults = faults.map(List::copyOf);
        if (!NAME.matcher(name).matches())
            throw new HostsException(
                    HostsException.Reason.INVALID,
                    "'" + name
                            + "' can't name a cluster: it takes 1 to 30 of a-z, 0-9 and '-', and no '-' at either end");
        if (hosts < 1 || hosts > ReferenceCluster.MAX_HOSTS)
            throw new HostsException(
                    HostsException.Reason.INVALID,
                    "a cluster has 1 to " + ReferenceCluster.MAX_HOSTS + " hosts, not " + hosts);
        try {
            ranges.requireRoomFor(network.isPreparedByOthers() ? hosts + 1 : hosts);
        } catch (IllegalArgumentException tooSmall) {
            throw new HostsException(HostsException.Reason.INVALID, tooSmall.getMessage(), tooSmall);
        }
    }

    /** What the hosts' image has to hold besides what all hosts need. */
    Set<Addition> additions() {
        var additions = EnumSet.noneOf(Addition.class);
        if (network == NetworkKind.OVS) additions.add(Addition.OPEN_VSWITCH);
        if (store == StoreKind.ETCD) additions.add(Addition.ETCD);
        return additions;
    }
}
