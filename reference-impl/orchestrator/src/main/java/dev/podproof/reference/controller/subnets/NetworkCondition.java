package dev.podproof.reference.controller.subnets;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** The condition NetworkUnavailable of a node, which is for whoever hands out the network; a node's agent leaves it alone. */
final class NetworkCondition {

    private static final String TYPE = "NetworkUnavailable";

    private final KubernetesClient client;
    private final Clock clock;

    NetworkCondition(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Whether the node was said to have no network. */
    static boolean isUnavailable(Node node) {
        return found(node)
                .filter(condition -> "True".equals(condition.getStatus()))
                .isPresent();
    }

    /** Says why the node has no network, unless it says so already; true if that is news. */
    boolean unavailable(Node node, String reason, String message) {
        return write(node, "True", reason, message);
    }

    /** Takes back what was said. A node that was never without a network says nothing of it. */
    void available(Node node) {
        if (isUnavailable(node)) {
            write(node, "False", "SubnetAssigned", "the node has a subnet for its pods");
        }
    }

    private boolean write(Node node, String status, String reason, String message) {
        if (found(node)
                .filter(said -> status.equals(said.getStatus()) && message.equals(said.getMessage()))
                .isPresent()) {
            return false;
        }
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        NodeCondition condition = new NodeConditionBuilder()
                .withType(TYPE)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastHeartbeatTime(now)
                .withLastTransitionTime(now)
                .build();
        client.nodes()
                .resource(new NodeBuilder(node)
                        .editOrNewStatus()
                        .removeMatchingFromConditions(old -> TYPE.equals(old.getType()))
                        .addToConditions(condition)
                        .endStatus()
                        .build())
                .updateStatus();
        return true;
    }

    private static Optional<NodeCondition> found(Node node) {
        return Optional.ofNullable(node.getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .filter(condition -> TYPE.equals(condition.getType()))
                .findFirst();
    }
}
