package dev.podproof.reference.network;

import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.model.ForeignHosts;
import dev.podproof.reference.model.ForeignHosts.ForeignHost;
import dev.podproof.reference.model.Nodes;
import dev.podproof.reference.view.Changes;
import dev.podproof.reference.view.ClusterView;
import dev.podproof.reference.view.NextLook;
import dev.podproof.reference.view.OneByOne;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Node;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the host's routes and rules in line with the nodes that the API knows. Looks at all of them each time: after any
 * change, and once a minute in case somebody else changed the host. Ends with its worker; routes and rules stay, because pods
 * go on without their agent.
 */
public final class HostNetwork {
    private static final Logger LOG = LoggerFactory.getLogger(HostNetwork.class);
    private static final long RESYNC_SECONDS = 60;
    private static final long RETRY_SECONDS = 2;

    private final OneByOne counting = new OneByOne("listing the addresses of hosts");
    private final ClusterView cluster;
    private final NetworkOptions options;
    private final Overlay overlay;
    private final Egress egress;
    private final Forwarding forwarding;
    private final ScheduledExecutorService worker;
    private final PodAttachment attachment;
    private final NextLook next;
    private Optional<Told> told = Optional.empty();
    private Optional<PodBridge> announced = Optional.empty();
    private Map<String, String> leftOut = Map.of();
    private String complaint = "";
    private boolean failing;
    private Future<?> retry;

    /** What the overlay was told last. Every heartbeat changes a node, and hardly ever this. */
    private record Told(Optional<Subnet> own, Set<Peer> peers) {}

    /**
     * Makes the host's part of the network; it does nothing before {@link #start()}.
     *
     * @param worker does all the work, one thing after the other
     * @param attachment is told what to attach pods to once the API has a subnet for this host, and again if it changes
     */
    public HostNetwork(
            ClusterView cluster,
            Commands commands,
            NetworkOptions options,
            Overlay overlay,
            ScheduledExecutorService worker,
            PodAttachment attachment) {
        this(cluster, commands, options, overlay, worker, attachment, Path.of("/proc/sys"));
    }

    /** One for a host whose kernel shows its settings elsewhere. */
    HostNetwork(
            ClusterView cluster,
            Commands commands,
            NetworkOptions options,
            Overlay overlay,
            ScheduledExecutorService worker,
            PodAttachment attachment,
            Path settings) {
        this.cluster = cluster;
        this.options = options;
        this.overlay = overlay;
        this.egress = new Egress(commands, options.podRange(), options.serviceRange());
        this.forwarding = new Forwarding(settings);
        this.worker = worker;
        this.attachment = attachment;
        this.next = new NextLook(worker, this::converge);
    }

    /** Begins to follow the nodes; returns before the first of them is known. */
    public void start() {
        worker.execute(() -> {
            cluster.follow(Node.class, Changes.any(node -> next.soon()));
            cluster.follow(Endpoints.class, Changes.any(this::lookIfHosts));
        });
        Future<?> unused =
                worker.scheduleWithFixedDelay(this::resync, RESYNC_SECONDS, RESYNC_SECONDS, TimeUnit.SECONDS);
    }

    /** Makes all of it again, whatever the kernel was told. */
    public void rewrite() {
        worker.execute(this::resync);
    }

    private void resync() {
        told = Optional.empty();
        egress.forget();
        next.soon();
    }

    private void lookIfHosts(Endpoints endpoints) {
        if (isMaster(endpoints) || ForeignHosts.isHere(endpoints)) {
            next.soon();
        }
    }

    private static boolean isMaster(Endpoints endpoints) {
        return endpoints.getMetadata().getNamespace().equals("default")
                && endpoints.getMetadata().getName().equals("kubernetes");
    }

    private void converge() {
        try {
            apply();
            recovered();
        } catch (RuntimeException | Error failed) {
            complain(failed);
            retry();
        }
    }

    /** The same trouble is told once, however often it is tried again; what passes by itself, the log alone is told. */
    private void complain(Throwable failed) {
        if (!failed.toString().equals(complaint)) {
            complaint = failed.toString();
            failing = false;
            LOG.warn("the host's network is not as it should be, and is tried again every {} s", RETRY_SECONDS, failed);
        } else if (!failing) {
            failing = true;
            attachment.networkFails(failed.getMessage());
        }
    }

    private void recovered() {
        if (!complaint.isEmpty()) {
            LOG.info("the host's network is as it should be again");
            announced.ifPresent(attachment::networkReady);
        }
        complaint = "";
        failing = false;
    }

    private void retry() {
        if (retry == null || retry.isDone()) {
            retry = worker.schedule(next::soon, RETRY_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void apply() {
        List<Node> all = cluster.list(Node.class);
        Optional<Subnet> own = all.stream()
                .filter(this::isOwn)
                .findFirst()
                .flatMap(Nodes::subnet)
                .map(Subnet::new);
        Peers peers = new Peers(options.podRange());
        peers.look(all, foreign(), options.node());
        sayWhoIsLeftOut(peers.leftOut());
        Told now = new Told(own, peers.all());
        if (!told.equals(Optional.of(now))) {
            tell(now);
        }
        own.ifPresent(subnet -> egress.apply(subnet, hosts(all)));
        if (own.isEmpty() && announced.isPresent()) {
            LOG.info(
                    "this host's node is gone, and its subnet {} with it: leaving the pods' network",
                    announced.get().subnet());
            overlay.leave();
            announced = Optional.empty();
        }
        if (own.isEmpty() && options.node().isPresent()) {
            overlay.given().ifPresent(attachment::subnetGiven);
        }
    }

    private void announce(Subnet own) {
        Optional<PodBridge> bridge = Optional.of(overlay.bridge(own));
        if (!bridge.equals(announced)) {
            attachment.networkReady(bridge.get());
            announced = bridge;
        }
    }

    private void tell(Told now) {
        boolean joined = told.map(Told::own).equals(Optional.of(now.own()));
        told = Optional.empty();
        forwarding.enable();
        if (options.node().isEmpty() || now.own().isPresent()) {
            if (!joined) {
                overlay.join(now.own());
            }
            overlay.peers(now.peers());
        }
        now.own().ifPresent(this::announce);
        told = Optional.of(now);
    }

    private void sayWhoIsLeftOut(Map<String, String> now) {
        now.forEach((host, why) -> {
            if (!why.equals(leftOut.get(host))) {
                LOG.warn("pods on {} are not reached from here: {}", host, why);
            }
        });
        leftOut = now;
    }

    private Stream<ForeignHost> foreign() {
        return cluster.find(Endpoints.class, ForeignHosts.NAMESPACE, ForeignHosts.NAME).stream()
                .flatMap(found -> ForeignHosts.read(found).stream());
    }

    private boolean isOwn(Node node) {
        return options.node().equals(Optional.of(node.getMetadata().getName()));
    }

    private Set<Ipv4Address> hosts(List<Node> all) {
        Set<Ipv4Address> hosts = new HashSet<>();
        counting.each(all, node -> Nodes.address(node).ifPresent(hosts::add));
        foreign().map(ForeignHost::address).forEach(hosts::add);
        cluster.find(Endpoints.class, "default", "kubernetes").stream()
                .flatMap(endpoints -> endpoints.getSubsets().stream())
                .flatMap(subset -> subset.getAddresses().stream())
                .map(EndpointAddress::getIp)
                .flatMap(text -> Ipv4Address.of(text).stream())
                .forEach(hosts::add);
        return hosts;
    }
}
