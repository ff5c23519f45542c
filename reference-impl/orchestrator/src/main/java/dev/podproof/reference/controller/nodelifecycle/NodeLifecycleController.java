package dev.podproof.reference.controller.nodelifecycle;

import dev.podproof.reference.controller.ApiErrors;
import dev.podproof.reference.events.EventRecorder;
import dev.podproof.reference.model.Nodes;
import dev.podproof.reference.model.Pods;
import dev.podproof.reference.view.ClusterView;
import dev.podproof.reference.view.NextLook;
import dev.podproof.reference.view.OneByOne;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of nodes that fall silent, and of their pods (RC-05): a node whose lease is not renewed within the grace period
 * is Ready Unknown and tainted, its pods are not ready at once, and leave after the seconds that they tolerate it.
 *
 * <p>When more than half of the nodes are silent nobody is evicted: it is more likely the master that is cut off.
 */
public final class NodeLifecycleController implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeLifecycleController.class);
    private static final String LEASES = "kube-node-lease";
    private static final String NOT_READY = "node.kubernetes.io/not-ready";
    private static final String UNREACHABLE = "node.kubernetes.io/unreachable";
    private static final Set<String> OURS = Set.of(NOT_READY, UNREACHABLE);
    private static final long LOOK_SECONDS = 1;

    private final OneByOne listening = new OneByOne("listening for hosts");
    private final OneByOne looking = new OneByOne("looking for lost hosts");
    private final OneByOne evicting = new OneByOne("moving pods off lost hosts");
    private final KubernetesClient client;
    private final ClusterView view;
    private final EventRecorder events;
    private final Clock clock;
    private final ScheduledExecutorService executor;
    private final Heartbeats heartbeats;
    private final NextLook next;
    private Instant lastHalted = Instant.EPOCH;
    private ScheduledFuture<?> eachSecond;

    /**
     * A controller for all nodes.
     *
     * @param grace how long a node may be silent
     */
    public NodeLifecycleController(
            KubernetesClient client,
            ClusterView view,
            EventRecorder events,
            Clock clock,
            ScheduledExecutorService executor,
            Duration grace) {
        this.client = client;
        this.view = view;
        this.events = events;
        this.clock = clock;
        this.executor = executor;
        this.heartbeats = new Heartbeats(grace);
        this.next = new NextLook(executor, this::lookAtAll);
    }

    /** Begins to look at all nodes, every second and when one turns ready or says that it is not: pods wait for its taint to go. */
    public void start() {
        view.follow(Node.class, (before, after) -> {
            if (after != null && (before == null || !Nodes.ready(before).equals(Nodes.ready(after)))) {
                next.soon();
            }
        });
        eachSecond = executor.scheduleWithFixedDelay(this::lookAtAll, 0, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        eachSecond.cancel(false);
    }

    private void lookAtAll() {
        try {
            look();
        } catch (RuntimeException | Error failed) {
            LOG.warn("nodes could not be looked at, trying again: {}", ApiErrors.message(failed));
        }
    }

    private void look() {
        Instant now = clock.instant();
        List<Node> nodes = view.list(Node.class);
        heartbeats.retain(nodes.stream().map(NodeLifecycleController::name).toList());
        // Whose lease can't be read renews none.
        nodes.forEach(node ->
                heartbeats.note(name(node), listening.of(node, this::renewed).orElse(""), now));
        long silent = nodes.stream()
                .filter(node -> heartbeats.isSilent(name(node), now))
                .count();
        if (silent * 2 > nodes.size()) {
            lastHalted = now;
        }
        looking.each(nodes, node -> {
            try {
                look(node, heartbeats.isSilent(name(node), now), now);
            } catch (KubernetesClientException refused) {
                if (!ApiErrors.isConflict(refused) && !ApiErrors.isNotFound(refused)) {
                    LOG.warn("node {} was not brought up to date: {}", name(node), ApiErrors.message(refused));
                }
            }
        });
    }

    private void look(Node node, boolean silent, Instant now) {
        String ready = silent ? "Unknown" : Nodes.ready(node);
        if (silent && !Nodes.ready(node).equals("Unknown")) {
            client.nodes().resource(silent(node, now)).updateStatus();
            events.normal(node, "NodeNotReady", "Node " + name(node) + " status is now: NodeNotReady");
            LOG.info("node {} is silent", name(node));
            // Its taints are written to the newer form that the view shows next.
            return;
        }
        List<Taint> taints = taints(node, ready, now);
        if (!taints.equals(existing(node))) {
            client.nodes()
                    .resource(new NodeBuilder(node)
                            .editOrNewSpec()
                            .withTaints(taints)
                            .endSpec()
                            .build())
                    .update();
            return;
        }
        if (ready.equals("Unknown") || taints.stream().anyMatch(taint -> "NoExecute".equals(taint.getEffect()))) {
            lookAtPods(node, taints, ready, now);
        }
    }

    /** Of a node that is well nobody has to go, and that is almost every node at almost every look. */
    private void lookAtPods(Node node, List<Taint> taints, String ready, Instant now) {
        evicting.each(view.list(Pod.class, Pods.BY_NODE, name(node)), pod -> {
            if (ready.equals("Unknown") && Pods.isReady(pod)) {
                client.pods()
                        .inNamespace(pod.getMetadata().getNamespace())
                        .resource(notReady(pod, now))
                        .updateStatus();
            }
            boolean evict = !lastHalted.equals(now) && !Pods.isEnding(pod) && !Pods.hasEnded(pod);
            if (evict
                    && Eviction.due(pod, taints, lastHalted)
                            .filter(due -> !due.isAfter(now))
                            .isPresent()) {
                evict(pod, node);
            }
        });
    }

    private void evict(Pod pod, Node node) {
        String name = pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
        events.normal(pod, "TaintManagerEviction", "Marking for deletion Pod " + name);
        LOG.info("{} leaves {}, whose taints it no longer tolerates", name, name(node));
        client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .delete();
    }

    /** The taints of others stay; ours say what the node's condition says, since when it does. */
    private static List<Taint> taints(Node node, String ready, Instant now) {
        List<Taint> taints = new ArrayList<>(existing(node));
        String wanted = ready.equals("True") ? "" : ready.equals("Unknown") ? UNREACHABLE : NOT_READY;
        taints.removeIf(
                taint -> OURS.contains(taint.getKey()) && !taint.getKey().equals(wanted));
        for (String effect : List.of("NoSchedule", "NoExecute")) {
            boolean there = taints.stream()
                    .anyMatch(taint -> wanted.equals(taint.getKey()) && effect.equals(taint.getEffect()));
            if (!wanted.isEmpty() && !there) {
                taints.add(new TaintBuilder()
                        .withKey(wanted)
                        .withEffect(effect)
                        .withTimeAdded(text(now))
                        .build());
            }
        }
        return taints;
    }

    private static List<Taint> existing(Node node) {
        return node.getSpec() == null || node.getSpec().getTaints() == null
                ? List.of()
                : node.getSpec().getTaints();
    }

    private static Node silent(Node node, Instant now) {
        Node changed = new NodeBuilder(node).editOrNewStatus().endStatus().build();
        if (changed.getStatus().getConditions().stream().noneMatch(condition -> "Ready".equals(condition.getType()))) {
            // It has never said anything, or unsaid it.
            changed.getStatus()
                    .getConditions()
                    .add(new NodeConditionBuilder().withType("Ready").build());
        }
        for (NodeCondition condition : changed.getStatus().getConditions()) {
            if ("NetworkUnavailable".equals(condition.getType())) {
                // The master's own to say, and as true as before.
                continue;
            }
            condition.setStatus("Unknown");
            condition.setReason("NodeStatusUnknown");
            condition.setMessage("Kubelet stopped posting node status.");
            condition.setLastTransitionTime(text(now));
        }
        return changed;
    }

    private static Pod notReady(Pod pod, Instant now) {
        return new PodBuilder(pod)
                .editStatus()
                .editMatchingCondition(condition -> "Ready".equals(condition.getType()))
                .withStatus("False")
                .withReason("NodeNotReady")
                .withLastTransitionTime(text(now))
                .endCondition()
                .endStatus()
                .build();
    }

    private String renewed(Node node) {
        return view.find(Lease.class, LEASES, name(node))
                .filter(lease -> lease.getSpec() != null && lease.getSpec().getRenewTime() != null)
                .map(lease -> lease.getSpec().getRenewTime().toString())
                .orElse("");
    }

    private static String name(Node node) {
        return node.getMetadata().getName();
    }

    private static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
