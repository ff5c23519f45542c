package dev.podproof.reference.network.flannel;

import dev.podproof.reference.network.Overlay;
import dev.podproof.reference.network.Peer;
import dev.podproof.reference.network.PodBridge;
import dev.podproof.reference.network.Subnet;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A flanneld on this host leases the subnet and carries the packets. All that is left to do is to put the pods where its file says,
 * and to notice when it changes its mind.
 */
public final class Flannel implements Overlay {
    private final Path file;
    private final SubnetFile lease;

    /**
     * @param file what flanneld wrote, usually {@code /run/flannel/subnet.env}
     * @throws IllegalStateException if it is not there, or not whole
     */
    public Flannel(Path file) {
        this.file = file;
        this.lease = SubnetFile.read(file);
    }

    @Override
    public int mtu() {
        return lease.mtu();
    }

    @Override
    public Optional<Subnet> given() {
        return Optional.of(lease.subnet());
    }

    @Override
    public PodBridge bridge(Subnet own) {
        return lease.bridge();
    }

    @Override
    public void join(Optional<Subnet> own) {
        SubnetFile now = SubnetFile.read(file);
        own.filter(subnet -> !subnet.equals(now.subnet())).ifPresent(subnet -> {
            throw new IllegalStateException("flannel leased " + now.subnet() + " to this host (" + file
                    + "), but its node has " + subnet + ": delete the node and start this program again");
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
}
