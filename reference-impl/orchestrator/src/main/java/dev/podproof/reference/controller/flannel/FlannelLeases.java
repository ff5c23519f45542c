package dev.podproof.reference.controller.flannel;

import dev.podproof.reference.api.ClusterRanges;
import dev.podproof.reference.api.HardwareAddress;
import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.controller.ApiErrors;
import dev.podproof.reference.controller.ReconcileLoop;
import dev.podproof.reference.controller.subnets.Reservations;
import dev.podproof.reference.model.ForeignHosts;
import dev.podproof.reference.model.ForeignHosts.ForeignHost;
import dev.podproof.reference.model.Nodes;
import dev.podproof.reference.view.Changes;
import dev.podproof.reference.view.ClusterView;
import dev.podproof.reference.view.OneByOne;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this cluster's hosts and those of a flannel network one overlay: each node of ours is a lease for flannel's daemons, and each lease of
 * theirs a host that ours are told of. Where nobody has configured a flannel network, nothing is done. A lease is ours if its hardware address
 * is the one that ours make from their address, so that nothing has to be remembered.
 */
public final class FlannelLeases implements Reservations, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FlannelLeases.class);
    private static final String ROOT = "/coreos.com/network/";
    private static final String ALL = "all";
    /** A lease lasts a day, like those of flannel's daemons. */
    private static final Duration RENEWAL = Duration.ofHours(6);

    private final OneByOne reading = new OneByOne("keeping flannel's leases");
    private final KubernetesClient client;
    private final ClusterView view;
    private final LeaseBook book;
    private final ClusterRanges ranges;
    private final Function<Ipv4Address, HardwareAddress> hardwareAddress;
    private final ReconcileLoop<String> loop;
    private final ScheduledExecutorService executor;
    private final Map<Ipv4Range, String> reserved = new HashMap<>();
    private boolean renewing = true;

    /** @param hardwareAddress of a host's end of the tunnel, by the host's address */
    public FlannelLeases(
            KubernetesClient client,
            ClusterView view,
            LeaseBook book,
            ClusterRanges ranges,
            Function<Ipv4Address, HardwareAddress> hardwareAddress,
            ScheduledExecutorService executor) {
        this.client = client;
        this.view = view;
        this.book = book;
        this.ranges = ranges;
        this.hardwareAddress = hardwareAddress;
        this.executor = executor;
        this.loop = new ReconcileLoop<>("flannel's leases", executor, all -> converge());
    }

    /**
     * Begins to keep leases and nodes equal.
     *
     * @throws IllegalStateException if there is a flannel network that this cluster's can't be one with
     */
    public void start() {
        config().ifPresent(found -> LOG.info("one overlay with the flannel network {}", found.network()));
        view.follow(Node.class, Changes.any(node -> loop.add(ALL)));
        view.follow(Endpoints.class, Changes.any(endpoints -> {
            if (ForeignHosts.isHere(endpoints)) {
                loop.add(ALL);
            }
        }));
        book.follow(ROOT, () -> loop.add(ALL));
        loop.add(ALL);
        Future<?> unused = executor.scheduleWithFixedDelay(
                this::renew, RENEWAL.toSeconds(), RENEWAL.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        loop.close();
    }

    @Override
    public boolean isReadyFor(Node node) {
        return Nodes.address(node).isPresent();
    }

    /** By the transaction that flannel's daemons use too: whoever writes a key first has the subnet. */
    @Override
    public synchronized boolean reserve(Ipv4Range subnet, Node node) {
        Optional<NetworkConfig> config = config();
        if (config.isEmpty()) {
            return true;
        }
        Lease lease = lease(subnet, Nodes.address(node).orElseThrow());
        boolean free = config.get().handsOut(subnet)
                && book.list(Lease.PREFIX).entrySet().stream()
                        .allMatch(found -> Lease.subnet(found.getKey())
                                .filter(subnet::overlaps)
                                .map(taken -> isOurs(found.getKey(), found.getValue()) && taken.equals(subnet))
                                .orElse(true));
        if (!free) {
            return false;
        }
        if (!book.create(lease.key(), lease.value())
                && !isOurs(lease.key(), book.get(lease.key()).orElse(""))) {
            return false;
        }
        reserved.put(subnet, node.getMetadata().getName());
        return true;
    }

    private synchronized void renew() {
        renewing = true;
        loop.add(ALL);
    }

    private synchronized void converge() {
        if (config().isEmpty()) {
            publish(new ArrayList<>());
            return;
        }
        Map<String, String> found = book.list(Lease.PREFIX);
        Map<String, Lease> wanted = wanted();
        if (renewing) {
            book.renew();
        }
        List<ForeignHost> foreign = new ArrayList<>();
        found.forEach((key, value) -> reading.run("the lease " + key, () -> {
            if (!isOurs(key, value)) {
                foreign(key, value).ifPresent(foreign::add);
                if (wanted.remove(key) != null) {
                    LOG.warn(
                            "flannel's lease {} is of another host, and a node of this cluster has that subnet too",
                            key);
                }
            } else if (!wanted.containsKey(key) && !isReserved(key)) {
                book.delete(key);
                LOG.info("the lease {} is given back", key);
            }
        }));
        wanted.forEach((key, lease) -> {
            if (renewing || !lease.value().equals(found.get(key))) {
                book.put(key, lease.value());
            }
        });
        renewing = false;
        publish(foreign);
    }

    private Map<String, Lease> wanted() {
        Map<String, Lease> wanted = new LinkedHashMap<>();
        reserved.values().removeIf(node -> view.find(Node.class, node).isEmpty());
        reading.each(
                view.list(Node.class),
                node -> Nodes.subnet(node)
                        .ifPresent(subnet -> Nodes.address(node).ifPresent(address -> {
                            Lease lease = lease(subnet, address);
                            wanted.put(lease.key(), lease);
                        })));
        return wanted;
    }

    /** Given to a node that may not show it yet. */
    private boolean isReserved(String key) {
        return Lease.subnet(key).filter(reserved::containsKey).isPresent();
    }

    private Optional<ForeignHost> foreign(String key, String value) {
        Optional<Lease> lease = Lease.parse(key, value).filter(each -> each.networkId() == NetworkConfig.NETWORK_ID);
        if (lease.isEmpty()) {
            LOG.warn("nobody here can reach the pods of flannel's lease {}: {}", key, value);
        }
        return lease.map(each -> new ForeignHost(each.address(), each.subnet(), each.hardwareAddress()));
    }

    private void publish(List<ForeignHost> hosts) {
        hosts.sort(Comparator.comparing(host -> host.subnet().toString()));
        Optional<Endpoints> before = view.find(Endpoints.class, ForeignHosts.NAMESPACE, ForeignHosts.NAME);
        if (before.map(ForeignHosts::read).orElse(List.of()).equals(hosts)) {
            return;
        }
        if (before.isPresent()) {
            ApiErrors.ignoringGone(() -> client.resource(ForeignHosts.write(hosts))
                    .inNamespace(ForeignHosts.NAMESPACE)
                    .update());
        } else {
            client.resource(ForeignHosts.write(hosts))
                    .inNamespace(ForeignHosts.NAMESPACE)
                    .create();
        }
        LOG.info("{} hosts of the flannel network are none of this cluster's", hosts.size());
    }

    private Lease lease(Ipv4Range subnet, Ipv4Address address) {
        return new Lease(subnet, address, NetworkConfig.NETWORK_ID, hardwareAddress.apply(address));
    }

    private boolean isOurs(String key, String value) {
        return Lease.parse(key, value)
                .filter(lease -> lease.hardwareAddress().equals(hardwareAddress.apply(lease.address())))
                .isPresent();
    }

    private Optional<NetworkConfig> config() {
        Optional<NetworkConfig> config = book.get(NetworkConfig.KEY).map(NetworkConfig::parse);
        config.ifPresent(found -> found.requireLike(ranges));
        return config;
    }
}
