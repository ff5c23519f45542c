package dev.podproof.reference.network.flannel;

import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.network.Overlay;
import dev.podproof.reference.network.Peer;
import dev.podproof.reference.network.PodBridge;
import dev.podproof.reference.network.PodMtu;
import dev.podproof.reference.network.Subnet;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A flanneld on this host leases the subnet and carries the packets. All that is left to do is to put the pods where its file says,
 * and to notice when it changes its mind. The file is read each time: it may come late, and may be written anew.
 */
public final class Flannel implements Overlay {
    private final Path file;
    private final Ipv4Range pods;
    private final int hostMtu;

    /**
     * What is in the file is not looked at yet.
     *
     * @param file what flanneld writes, usually {@code /run/flannel/subnet.env}
     * @param pods the cluster's range, which flannel's has to be in
     * @param hostMtu the largest packet on the hosts' network, in bytes
     */
    public Flannel(Path file, Ipv4Range pods, int hostMtu) {
        this.file = file;
        this.pods = pods;
        this.hostMtu = hostMtu;
    }

    /**
     * What the file says.
     *
     * @throws IllegalStateException while it is not there, not whole, or says what can't be
     */
    @Override
    public Optional<Subnet> given() {
        return Optional.of(lease().subnet());
    }

    /**
     * As the file has it.
     *
     * @throws IllegalStateException as {@link #given}
     */
    @Override
    public PodBridge bridge(Subnet own) {
        return lease().bridge();
    }

    /**
     * Nothing is to be made; it is only looked at.
     *
     * @throws IllegalStateException as {@link #given}, or if the node has another subnet
     */
    @Override
    public void join(Optional<Subnet> own) {
        SubnetFile now = lease();
        own.filter(subnet -> !subnet.equals(now.subnet())).ifPresent(subnet -> {
            throw new IllegalStateException("flannel leased " + now.subnet() + " to this host (" + file
                    + "), but its node has " + subnet + ": kubectl delete node makes room for the new one");
        });
    }

    @Override
    public void peers(Set<Peer> peers) {
        // flanneld follows them by itself.
    }

    @Override
    public void leave() {
        // What flanneld made is flanneld's.
    }

    private SubnetFile lease() {
        SubnetFile found = SubnetFile.read(file);
        if (!pods.contains(Ipv4Range.parse(found.subnet().text()))) {
            throw new IllegalStateException("flannel leased " + found.subnet() + " to this host (" + file
                    + "), which is not in the pods' range " + pods + " (--pod-range)");
        }
        PodMtu.found(found.mtu(), hostMtu, "flannel's " + file);
        return found;
    }
}
