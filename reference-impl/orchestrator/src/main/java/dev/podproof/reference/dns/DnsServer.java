package dev.podproof.reference.dns;

import dev.podproof.reference.dns.server.DnsSockets;
import dev.podproof.reference.dns.server.Messages;
import dev.podproof.reference.dns.zone.ClusterZone;
import dev.podproof.reference.dns.zone.Zone;
import dev.podproof.reference.view.Changes;
import dev.podproof.reference.view.ClusterView;
import dev.podproof.reference.view.OneByOne;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster's DNS (DNS-01 to DNS-06): Kubernetes' DNS-based service discovery from a watch on the API, and the host's
 * resolvers for everything else.
 */
public final class DnsServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DnsServer.class);
    private static final long TTL_SECONDS = 5;

    private final OneByOne learning = new OneByOne("learning the names of services");
    private final ClusterView view;
    private final ClusterZone zone;
    private final Zone served;
    private final UnaryOperator<Messages> overTcp;
    private final InetSocketAddress address;
    private final List<InetSocketAddress> resolvers;
    private final Clock clock;
    private DnsSockets sockets;

    /**
     * A server for one cluster.
     *
     * @param address where to listen
     * @param origin the cluster's domain, such as {@code cluster.local}
     * @param ownRanges the cluster's address ranges, whose reverse names nobody else knows
     * @param resolvers who is asked for names outside the cluster's domain
     */
    public DnsServer(
            ClusterView view,
            InetSocketAddress address,
            String origin,
            List<String> ownRanges,
            List<InetSocketAddress> resolvers,
            Clock clock) {
        this(view, address, origin, ownRanges, resolvers, clock, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /**
     * The same.
     *
     * @param serving what is served, given the cluster's names
     * @param overTcp what answers over TCP, given what answers in truth
     */
    public DnsServer(
            ClusterView view,
            InetSocketAddress address,
            String origin,
            List<String> ownRanges,
            List<InetSocketAddress> resolvers,
            Clock clock,
            UnaryOperator<Zone> serving,
            UnaryOperator<Messages> overTcp) {
        this.view = view;
        this.address = address;
        this.zone = new ClusterZone(origin, ownRanges);
        this.served = serving.apply(zone);
        this.resolvers = List.copyOf(resolvers);
        this.clock = clock;
        this.overTcp = overTcp;
    }

    /** Learns all names, then begins to answer. */
    public void start() {
        view.list(Endpoints.class);
        learning.each(view.list(Namespace.class), namespace -> zone.putNamespace(name(namespace)));
        view.list(Service.class).forEach(this::learn);
        view.follow(Namespace.class, (before, after) -> {
            if (after == null) {
                zone.removeNamespace(name(before));
            } else {
                zone.putNamespace(name(after));
            }
        });
        view.follow(Service.class, Changes.any(this::learn));
        view.follow(Endpoints.class, Changes.any(this::learn));
        sockets = DnsSockets.open(address, served, resolvers, TTL_SECONDS, clock, overTcp);
        LOG.info("DNS for {} on {}; other names: {}", zone.origin(), sockets.address(), resolvers);
    }

    /** Where it listens, once it was started. */
    public InetSocketAddress address() {
        return sockets.address();
    }

    @Override
    public void close() {
        if (sockets != null) {
            sockets.close();
        }
    }

    /** Services and endpoints are told by different threads; what counts is what both are now. */
    private synchronized void learn(HasMetadata changed) {
        boolean unused = learning.run(changed.getMetadata().getNamespace() + "/" + name(changed), () -> {
            String namespace = changed.getMetadata().getNamespace();
            view.find(Service.class, namespace, name(changed))
                    .ifPresentOrElse(
                            service -> zone.put(service, view.find(Endpoints.class, namespace, name(changed))),
                            () -> zone.remove(namespace, name(changed)));
        });
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }
}
