package dev.podproof.reference.model;

import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Which nodes a pod may run on, by their labels (SCH-03, SCH-04). */
public final class NodeSelection {

    private NodeSelection() {}

    /** Whether the node has what the pod's selector and its required affinity ask for. */
    public static boolean allows(Pod pod, String node, Map<String, String> labels) {
        Map<String, String> selector = pod.getSpec().getNodeSelector();
        boolean selected = selector == null || labels.entrySet().containsAll(selector.entrySet());
        return selected
                && affinity(pod)
                        .map(NodeAffinity::getRequiredDuringSchedulingIgnoredDuringExecution)
                        .map(required ->
                                required.getNodeSelectorTerms().stream().anyMatch(term -> matches(term, node, labels)))
                        .orElse(true);
    }

    /** Whether the pod cares at all. */
    public static boolean isMade(Pod pod) {
        Map<String, String> selector = pod.getSpec().getNodeSelector();
        return (selector != null && !selector.isEmpty()) || affinity(pod).isPresent();
    }

    public static Optional<NodeAffinity> affinity(Pod pod) {
        return Optional.ofNullable(pod.getSpec().getAffinity()).map(affinity -> affinity.getNodeAffinity());
    }

    /** All requirements of a term hold; a term without any matches no node. */
    public static boolean matches(NodeSelectorTerm term, String node, Map<String, String> labels) {
        boolean empty =
                term.getMatchExpressions().isEmpty() && term.getMatchFields().isEmpty();
        return !empty
                && term.getMatchExpressions().stream().allMatch(wanted -> matches(wanted, labels))
                && term.getMatchFields().stream().allMatch(wanted -> matches(wanted, Map.of("metadata.name", node)));
    }

    private static boolean matches(NodeSelectorRequirement wanted, Map<String, String> labels) {
        String value = labels.get(wanted.getKey());
        return switch (wanted.getOperator()) {
            case "In" -> value != null && wanted.getValues().contains(value);
            case "NotIn" -> value == null || !wanted.getValues().contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            case "Gt" -> compare(value, wanted.getValues()) > 0;
            case "Lt" -> compare(value, wanted.getValues()) < 0;
            default -> false;
        };
    }

    /** 0, which is neither less nor more, when one of them is not a whole number. */
    private static int compare(String value, List<String> limit) {
        OptionalLong have = number(value);
        OptionalLong wanted = limit.size() == 1 ? number(limit.get(0)) : OptionalLong.empty();
        return have.isPresent() && wanted.isPresent() ? Long.compare(have.getAsLong(), wanted.getAsLong()) : 0;
    }

    private static OptionalLong number(String text) {
        try {
            return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException notANumber) {
            return OptionalLong.empty();
        }
    }
}
