package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of its own object a node may choose. Labels and taints decide which pods come to it, so that it may not move itself nearer to those that
 * are kept away from it; owners and finalizers decide on its end.
 */
final class NodeObject {

    private static final Set<String> LABELS = Set.of(
            "kubernetes.io/hostname",
            "kubernetes.io/os",
            "kubernetes.io/arch",
            "beta.kubernetes.io/os",
            "beta.kubernetes.io/arch",
            "beta.kubernetes.io/instance-type",
            "node.kubernetes.io/instance-type",
            "topology.kubernetes.io/region",
            "topology.kubernetes.io/zone",
            "failure-domain.beta.kubernetes.io/region",
            "failure-domain.beta.kubernetes.io/zone");

    /** Under these, and what ends with a dot and one of them, a node may set whatever it likes. */
    private static final List<String> PREFIXES = List.of("kubelet.kubernetes.io", "node.kubernetes.io");

    private static final List<String> KEPT = List.of("kubernetes.io", "k8s.io");
    private static final List<String> OF_THE_SERVER = List.of("ownerReferences", "finalizers");

    private NodeObject() {}

    static void create(ObjectNode node, Problems problems) {
        labels(Map.of(), Json.strings(node.path("metadata").path("labels")), problems);
        metadata(Json.object(), node, problems);
    }

    /** @param subnetsAreBrought whether it may say what its pods' subnet is */
    static void change(ObjectNode old, ObjectNode node, boolean subnetsAreBrought, Problems problems) {
        labels(
                Json.strings(old.path("metadata").path("labels")),
                Json.strings(node.path("metadata").path("labels")),
                problems);
        metadata(old, node, problems);
        Set<String> fields = new HashSet<>();
        for (var one : List.of(old, node)) {
            one.path("spec").fieldNames().forEachRemaining(fields::add);
        }
        if (subnetsAreBrought) {
            fields.removeAll(Set.of("podCIDR", "podCIDRs"));
        }
        for (var field : fields) {
            if (!old.path("spec").path(field).equals(node.path("spec").path(field))) {
                problems.forbidden("spec." + field, "a node may not modify it");
            }
        }
    }

    /** Of whatever a node writes. */
    static void metadata(JsonNode old, JsonNode node, Problems problems) {
        for (var field : OF_THE_SERVER) {
            if (!old.path("metadata").path(field).equals(node.path("metadata").path(field))) {
                problems.forbidden("metadata." + field, "a node may not modify it");
            }
        }
    }

    private static void labels(Map<String, String> old, Map<String, String> labels, Problems problems) {
        Set<String> keys = new HashSet<>(old.keySet());
        keys.addAll(labels.keySet());
        for (var key : keys) {
            boolean same = labels.containsKey(key) && labels.get(key).equals(old.get(key));
            if (!same && !isFree(key)) {
                problems.forbidden("metadata.labels", "a node may not modify its label " + key);
            }
        }
    }

    private static boolean isFree(String key) {
        var prefix = key.contains("/") ? key.substring(0, key.indexOf('/')) : "";
        return LABELS.contains(key)
                || PREFIXES.stream().anyMatch(free -> isUnder(prefix, free))
                || KEPT.stream().noneMatch(kept -> isUnder(prefix, kept));
    }

    private static boolean isUnder(String prefix, String domain) {
        return prefix.equals(domain) || prefix.endsWith("." + domain);
    }
}
