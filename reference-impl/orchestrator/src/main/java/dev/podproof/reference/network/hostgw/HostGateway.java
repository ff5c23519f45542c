package dev.podproof.reference.network.hostgw;

import dev.podproof.reference.host.Commands;
import dev.podproof.reference.network.Overlay;
import dev.podproof.reference.network.Peer;
import dev.podproof.reference.network.PodBridge;
import dev.podproof.reference.network.Routes;
import dev.podproof.reference.network.Subnet;
import java.util.Optional;
import java.util.Set;

/** A route per peer, by way of the peer itself. */
public final class HostGateway implements Overlay {
    private final Routes routes;
    private final int mtu;

    /** @param mtu the largest packet of pods, in bytes */
    public HostGateway(Commands commands, int mtu) {
        this.routes = new Routes(commands);
        this.mtu = mtu;
    }

    @Override
    public PodBridge bridge(Subnet own) {
        return PodBridge.ours(own, mtu);
    }

    @Override
    public void join(Optional<Subnet> own) {
        // The bridge's own route is all that this host needs for its own pods.
        routes.forget();
    }

    @Override
    public void peers(Set<Peer> peers) {
        routes.converge(peers.stream()
                .map(peer -> new Routes.Route(peer.subnet(), peer.address(), Optional.empty()))
                .toList());
    }

    @Override
    public void leave() {
        routes.converge(Set.of());
    }
}
