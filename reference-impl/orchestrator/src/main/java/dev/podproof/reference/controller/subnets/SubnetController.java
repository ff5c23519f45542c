package dev.podproof.reference.controller.subnets;

import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.controller.ReconcileLoop;
import dev.podproof.reference.events.EventRecorder;
import dev.podproof.reference.view.Changes;
import dev.podproof.reference.view.ClusterView;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every node a subnet of the pods' range for the pods it will run ({@code spec.podCIDR}), so that each pod has an
 * address of its own in the whole cluster (NET-01). No two nodes ever have the same; a subnet is free again when its node
 * is deleted.
 */
public final class SubnetController implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SubnetController.class);
    private static final int SUBNET_PREFIX = 24;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final KubernetesClient client;
    private final ClusterView view;
    private final EventRecorder events;
    private final SubnetPool pool;
    private final ReconcileLoop<String> loop;

    /** A controller that cuts {@code podRange}, such as 10.244.0.0/16, into subnets with 254 addresses each. */
    public SubnetController(
            KubernetesClient client,
            ClusterView view,
            EventRecorder events,
            ScheduledExecutorService executor,
            String podRange) {
        this.client = client;
        this.view = view;
        this.events = events;
        this.pool = new SubnetPool(Ipv4Range.parse(podRange), SUBNET_PREFIX);
        this.loop = new ReconcileLoop<>("subnets", executor, this::reconcile);
    }

    /** Reads which subnets are taken, then serves all nodes without one, now and as they come. */
    public void start() {
        view.list(Node.class).forEach(this::claim);
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
            return;
        }
        Node node = found.get();
        if (node.getSpec() != null && node.getSpec().getPodCIDR() != null) {
            if (!claim(node)) {
                events.warning(
                        node,
                        "CIDRNotAvailable",
                        "The pod range " + node.getSpec().getPodCIDR()
                                + " belongs to another node or lies outside the cluster's range");
            }
            return;
        }
        Optional<Ipv4Range> subnet = pool.take(name);
        if (subnet.isEmpty()) {
            events.warning(node, "CIDRNotAvailable", "All subnets of the cluster's pod range are in use");
            loop.addAfter(name, LOOK_AGAIN);
            return;
        }
        String cidr = subnet.get().toString();
        client.nodes().resource(withSubnet(node, cidr)).update();
        LOG.info("node {} has the pod subnet {}", name, cidr);
    }

    private boolean claim(Node node) {
        String cidr = node.getSpec() == null ? null : node.getSpec().getPodCIDR();
        return cidr == null || pool.claim(node.getMetadata().getName(), Ipv4Range.parse(cidr));
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
