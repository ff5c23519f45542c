package dev.podproof.reference.scheduler;

import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PreferredSchedulingTerm;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Which hosts a pod requires, and which it prefers, by their labels. */
final class NodeAffinity {

    private NodeAffinity() {}

    static List<String> required(Demand demand, Host host) {
        boolean matches = affinity(demand.pod())
                .map(affinity -> affinity.getRequiredDuringSchedulingIgnoredDuringExecution())
                .map(required -> required.getNodeSelectorTerms().stream().anyMatch(term -> matches(term, host)))
                .orElse(true);
        return matches ? List.of() : List.of("node(s) didn't match Pod's node affinity/selector");
    }

    /** The weights of the preferences that the host satisfies, added up. */
    static long preferred(Pod pod, Host host) {
        return affinity(pod).stream()
                .flatMap(affinity -> affinity.getPreferredDuringSchedulingIgnoredDuringExecution().stream())
                .filter(term -> matches(term.getPreference(), host))
                .mapToLong(PreferredSchedulingTerm::getWeight)
                .sum();
    }

    private static Optional<io.fabric8.kubernetes.api.model.NodeAffinity> affinity(Pod pod) {
        return Optional.ofNullable(pod.getSpec().getAffinity()).map(affinity -> affinity.getNodeAffinity());
    }

    /** All requirements of a term hold; a term without any matches no host. */
    private static boolean matches(NodeSelectorTerm term, Host host) {
        boolean empty =
                term.getMatchExpressions().isEmpty() && term.getMatchFields().isEmpty();
        return !empty
                && term.getMatchExpressions().stream().allMatch(wanted -> matches(wanted, host.labels()))
                && term.getMatchFields().stream()
                        .allMatch(wanted -> matches(wanted, Map.of("metadata.name", host.name())));
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
