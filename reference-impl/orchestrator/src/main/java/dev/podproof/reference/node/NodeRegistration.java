package dev.podproof.reference.node;

import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.Image;
import dev.podproof.reference.node.runtime.RuntimeInfo;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host's node object and its Lease, written when the agent starts and again at each heartbeat. */
final class NodeRegistration {
    private static final String LEASES = "kube-node-lease";
    private static final int LEASE_SECONDS = 40;
    private static final int ATTEMPTS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(NodeRegistration.class);

    private final KubernetesClient client;
    private final NodeStatuses statuses;
    private final NodeOptions options;
    private final Clock clock;
    private final ContainerRuntime runtime;

    NodeRegistration(KubernetesClient client, ContainerRuntime runtime, NodeOptions options, Clock clock) {
        this.client = client;
        this.statuses = new NodeStatuses(options, clock);
        this.options = options;
        this.clock = clock;
        this.runtime = runtime;
    }

    /**
     * Makes the node known, or brings what is known up to date.
     *
     * @param notReady why pods can't be run yet; empty if they can
     */
    void beat(Optional<String> notReady) {
        RuntimeInfo info = runtime.info();
        List<Image> images = runtime.images();
        for (int attempt = 1; !written(info, images, notReady, attempt == ATTEMPTS); attempt++) {
            LOG.debug("somebody else wrote to node {} at the same time", options.name());
        }
        renewLease();
    }

    private boolean written(RuntimeInfo info, List<Image> images, Optional<String> notReady, boolean last) {
        Node known = client.nodes().withName(options.name()).get();
        if (known == null) {
            known = register(info);
        }
        NodeStatus status = statuses.of(known.getStatus(), info, images, notReady);
        try {
            client.nodes()
                    .resource(new NodeBuilder(known).withStatus(status).build())
                    .updateStatus();
            return true;
        } catch (KubernetesClientException refused) {
            if (last || refused.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw refused;
            }
            return false;
        }
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
                .withPodCIDR(options.podSubnet().orElse(null))
                .withPodCIDRs(options.podSubnet().stream().toList())
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

    private void renewLease() {
        var leases = client.leases().inNamespace(LEASES);
        Lease known = leases.withName(options.name()).get();
        Lease renewed = new LeaseBuilder(Optional.ofNullable(known).orElseGet(Lease::new))
                .editOrNewMetadata()
                .withName(options.name())
                .withNamespace(LEASES)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(options.name())
                .withLeaseDurationSeconds(LEASE_SECONDS)
                .withRenewTime(clock.instant().atZone(java.time.ZoneOffset.UTC))
                .endSpec()
                .build();
        if (known == null) {
            leases.resource(renewed).create();
        } else {
            leases.resource(renewed).update();
        }
    }
}
