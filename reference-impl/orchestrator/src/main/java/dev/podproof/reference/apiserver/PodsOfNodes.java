package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.cache.Entry;
import dev.podproof.reference.security.NodeScope;
import java.util.Optional;
import java.util.Set;

/** Which pods are bound to which node, and what they refer to. */
final class PodsOfNodes implements NodeScope {

    private static final Set<String> TO_SECRETS = Set.of("secret", "secretRef", "secretKeyRef", "imagePullSecrets");
    private static final Set<String> TO_CONFIG_MAPS = Set.of("configMap", "configMapRef", "configMapKeyRef");

    private final Objects objects;
    private final Kind pods;

    PodsOfNodes(Objects objects, Kinds kinds) {
        this.objects = objects;
        this.pods = kinds.named("pods");
    }

    @Override
    public Optional<String> boundTo(String namespace, String pod) {
        return objects.find(pods, namespace, pod).map(this::node).filter(node -> !node.isEmpty());
    }

    @Override
    public boolean needs(String node, String resource, String namespace, String name) {
        var references = resource.equals("secrets") ? TO_SECRETS : TO_CONFIG_MAPS;
        return objects.shelf(pods).list(namespace).entries().stream()
                .filter(pod -> node(pod).equals(node))
                .anyMatch(pod -> refers(Json.within(pod.json(), "spec"), references, name));
    }

    private String node(Entry pod) {
        return pod.fields(pods::fields).getOrDefault("spec.nodeName", "");
    }

    private static boolean refers(JsonNode part, Set<String> references, String name) {
        for (var field : part.properties()) {
            if (references.contains(field.getKey()) && names(field.getValue(), name)) {
                return true;
            }
            if (refers(field.getValue(), references, name)) {
                return true;
            }
        }
        for (int i = 0; part.isArray() && i < part.size(); i++) {
            if (refers(part.get(i), references, name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean names(JsonNode reference, String name) {
        if (reference.isArray()) {
            for (var one : reference) {
                if (names(one, name)) {
                    return true;
                }
            }
            return false;
        }
        return Json.text(reference, "name").equals(name)
                || Json.text(reference, "secretName").equals(name);
    }
}
