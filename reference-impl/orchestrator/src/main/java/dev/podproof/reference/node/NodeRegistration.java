package dev.podproof.reference.node;

import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.Image;
import dev.podproof.reference.node.runtime.RuntimeFailure;
import dev.podproof.reference.node.runtime.RuntimeInfo;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's node object. Its status is written when it has changed, and now and then if it has not: that the host is
 * alive, its Lease says at each heartbeat.
 */
final class NodeRegistration {
    private static final int ATTEMPTS = 5;
    /** How old a status may become: as old as a kubelet lets its own. */
    private static final Duration OLDEST = Duration.ofMinutes(5);
    /** How long the engine is only asked whether it is there: what it is and which images it has changes seldom. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(NodeRegistration.class);

    private final KubernetesClient client;
    private final NodeStatuses statuses;
    private final NodeOptions options;
    private final Clock clock;
    private final ContainerRuntime runtime;
    private Optional<Seen> seen = Optional.empty();
    private Instant written = Instant.MIN;
    private Optional<String> brought = Optional.empty();

    private record Seen(RuntimeInfo info, List<Image> images, Instant at) {}

    NodeRegistration(KubernetesClient client, ContainerRuntime runtime, NodeOptions options, Clock clock) {
        this.client = client;
        this.statuses = new NodeStatuses(options, clock);
        this.options = options;
        this.clock = clock;
        this.runtime = runtime;
    }

    /** The subnet that its pods have to be in because somebody has prepared the host; without it, the API chooses. */
    void bring(String subnet) {
        brought = Optional.of(subnet);
    }

    /**
     * Makes the node known, or brings what is known up to date.
     *
     * @param notReady why pods can't be run yet; empty if they can
     */
    void report(Optional<String> notReady) {
        Optional<String> trouble = notReady;
        try {
            look();
        } catch (RuntimeFailure away) {
            if (seen.isEmpty()) {
                throw away;
            }
            trouble = Optional.of("container runtime is down: " + away.getMessage());
        }
        for (int attempt = 1; !written(seen.get(), trouble, attempt == ATTEMPTS); attempt++) {
            LOG.debug("somebody else wrote to node {} at the same time", options.name());
        }
    }

    private void look() {
        Instant now = clock.instant();
        // Unlike the others, this question is not waited for without end.
        runtime.ping();
        if (seen.isEmpty() || !now.isBefore(seen.get().at().plus(BETWEEN_LOOKS))) {
            seen = Optional.of(new Seen(runtime.info(), runtime.images(), now));
        }
    }

    private boolean written(Seen host, Optional<String> notReady, boolean last) {
        Node known = client.nodes().withName(options.name()).get();
        if (known == null) {
            known = register(host.info());
        }
        try {
            known = withSubnet(known);
        } catch (KubernetesClientException refused) {
            return retried(refused, last);
        }
        NodeStatus status = statuses.of(known.getStatus(), host.info(), host.images(), notReady);
        Instant now = clock.instant();
        if (now.isBefore(written.plus(OLDEST)) && NodeStatuses.sayTheSame(status, known.getStatus())) {
            return true;
        }
        try {
            client.nodes()
                    .resource(new NodeBuilder(known).withStatus(status).build())
                    .updateStatus();
            written = now;
            return true;
        } catch (KubernetesClientException refused) {
            return retried(refused, last);
        }
    }

    private static boolean retried(KubernetesClientException refused, boolean last) {
        if (last || refused.getCode() != HttpURLConnection.HTTP_CONFLICT) {
            throw refused;
        }
        return false;
    }

    private Node withSubnet(Node known) {
        boolean has = known.getSpec() != null && known.getSpec().getPodCIDR() != null;
        if (brought.isEmpty() || has) {
            return known;
        }
        return client.nodes()
                .resource(new NodeBuilder(known)
                        .editOrNewSpec()
                        .withPodCIDR(brought.get())
                        .withPodCIDRs(brought.get())
                        .endSpec()
                        .build())
                .update();
    }

    private Node register(RuntimeInfo info) {
        Node node = new NodeBuilder()
                .withNewMetadata()
                .withName(options.name())
                .withLabels(Map.of(
                        "kubernetes.io/hostname", options.name(),
                        "kubernetes.io/os", info.operatingSystem(),
                        "kubernetes.io/arch", info.architecture()))
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build();
        try {
            return client.nodes().resource(node).create();
        } catch (KubernetesClientException refused) {
            if (refused.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw refused;
            }
            return client.nodes().withName(options.name()).get();
        }
    }
}
