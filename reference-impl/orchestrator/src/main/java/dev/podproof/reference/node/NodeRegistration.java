package dev.podproof.reference.node;

import dev.podproof.reference.node.runtime.ContainerRuntime;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** The host's node object and its Lease, written when the agent starts and again at each heartbeat. */
final class NodeRegistration {
    private static final String LEASES = "kube-node-lease";
    private static final int LEASE_SECONDS = 40;

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
        Node known = client.nodes().withName(options.name()).get();
        if (known == null) {
            known = register();
        }
        NodeStatus status = statuses.of(known.getStatus(), runtime.info(), runtime.images(), notReady);
        Node updated = new NodeBuilder(known).withStatus(status).build();
        client.nodes().resource(updated).updateStatus();
        renewLease();
    }

    private Node register() {
        var info = runtime.info();
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
