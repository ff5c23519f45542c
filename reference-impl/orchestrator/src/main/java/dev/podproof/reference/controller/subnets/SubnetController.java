package dev.podproof.reference.controller.subnets;

import dev.podproof.reference.api.ClusterRanges;
import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.controller.ReconcileLoop;
import dev.podproof.reference.events.EventRecorder;
import dev.podproof.reference.model.Nodes;
import dev.podproof.reference.view.Changes;
import dev.podproof.reference.view.ClusterView;
import dev.podproof.reference.view.OneByOne;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every node a subnet of the pods' range for the pods it will run ({@code spec.podCIDR}), so that each pod has an
 * address of its own in the whole cluster (NET-01). No two nodes ever have the same; a subnet is free again when its node
 * is deleted. A node that gets none says so in its condition NetworkUnavailable and in an event.
 */
public final class SubnetController implements AutoCloseable {

    /** Who chooses the subnets. */
    public enum Chooser {
        /** This controller does. */
        MASTER,
        /** Each host brings its own, because somebody has prepared it; they are only held against each other. */
        HOSTS
    }

    private static final Logger LOG = LoggerFactory.getLogger(SubnetController.class);
    private static final String NONE = "CIDRNotAvailable";

    private final OneByOne reading = new OneByOne("reading which subnets nodes have");
    private final OneByOne waking = new OneByOne("finding nodes without a subnet");
    private final KubernetesClient client;
    private final ClusterView view;
    private final EventRecorder events;
    private final ClusterRanges ranges;
    private final Chooser chooser;
    private final Reservations reservations;
    private final SubnetPool pool;
    private final NetworkCondition condition;
    private final ReconcileLoop<String> loop;

    /** A controller that cuts the pods' range into subnets, or watches over those that hosts bring. */
    public SubnetController(
            KubernetesClient client,
            ClusterView view,
            EventRecorder events,
            Clock clock,
            ScheduledExecutorService executor,
            ClusterRanges ranges,
            Chooser chooser,
            Reservations reservations) {
        this.client = client;
        this.view = view;
        this.events = events;
        this.ranges = ranges;
        this.chooser = chooser;
        this.reservations = reservations;
        this.pool = new SubnetPool(ranges.pods(), ranges.subnetPrefix());
        this.condition = new NetworkCondition(client, clock);
        this.loop = new ReconcileLoop<>("subnets", executor, this::reconcile);
    }

    /** Reads which subnets are taken, then serves all nodes without one, now and as they come. */
    public void start() {
        reading.each(
                view.list(Node.class),
                node -> Nodes.subnet(node)
                        .ifPresent(taken -> pool.claim(node.getMetadata().getName(), taken)));
        view.follow(Node.class, Changes.any(node -> loop.add(node.getMetadata().getName())));
    }

    @Override
    public void close() {
        loop.close();
    }

    private void reconcile(String name) {
        Optional<Node> found = view.find(Node.class, name);
        if (found.isEmpty()) {
            pool.release(name);
            lookAtThoseWithout();
            return;
        }
        Node node = found.get();
        Optional<Ipv4Range> has = Nodes.subnet(node);
        if (has.isPresent()) {
            check(node, has.get());
        } else if (chooser == Chooser.MASTER) {
            give(node);
        }
    }

    private void check(Node node, Ipv4Range subnet) {
        if (pool.claim(node.getMetadata().getName(), subnet)) {
            condition.available(node);
        } else {
            refuse(
                    node,
                    "the subnet " + subnet + " overlaps another node's or lies outside the pods' range " + ranges.pods()
                            + " (--pod-range)");
        }
    }

    private void give(Node node) {
        String name = node.getMetadata().getName();
        if (!reservations.isReadyFor(node)) {
            return;
        }
        Optional<Ipv4Range> subnet = pool.take(name, free -> reservations.reserve(free, node));
        if (subnet.isEmpty()) {
            refuse(
                    node,
                    "the pods' range " + ranges.pods() + " (--pod-range) has " + ranges.subnets() + " subnets of /"
                            + ranges.subnetPrefix() + " (--subnet-prefix), and others have them all");
            return;
        }
        String cidr = subnet.get().toString();
        client.nodes().resource(withSubnet(node, cidr)).update();
        LOG.info("node {} has the pod subnet {}", name, cidr);
    }

    private void refuse(Node node, String why) {
        if (condition.unavailable(node, NONE, why)) {
            events.warning(node, NONE, why);
        }
    }

    /** One of them can have what was given back. */
    private void lookAtThoseWithout() {
        waking.each(view.list(Node.class), node -> {
            if (NetworkCondition.isUnavailable(node)) {
                loop.add(node.getMetadata().getName());
            }
        });
    }

    private static Node withSubnet(Node node, String cidr) {
        return new NodeBuilder(node)
                .editOrNewSpec()
                .withPodCIDR(cidr)
                .withPodCIDRs(cidr)
                .endSpec()
                .build();
    }
}
