package dev.podproof.reference.model;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;

/** What several components have to know of nodes. */
public final class Nodes {

    private Nodes() {}

    /** The status of the condition Ready: True, False or Unknown. A node that has not said anything yet is not ready. */
    public static String ready(Node node) {
        return node.getStatus() == null
                ? "False"
                : node.getStatus().getConditions().stream()
                        .filter(condition -> "Ready".equals(condition.getType()))
                        .map(NodeCondition::getStatus)
                        .findFirst()
                        .orElse("False");
    }

    public static boolean isReady(Node node) {
        return ready(node).equals("True");
    }
}
