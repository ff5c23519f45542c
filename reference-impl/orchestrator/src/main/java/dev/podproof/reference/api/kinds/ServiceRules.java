package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Names;
import dev.podproof.reference.api.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Services. Addresses and node ports are given out by the server's allocators, not here. */
public final class ServiceRules implements Rules {

    private static final String CLIENT_IP = "ClientIP";
    private static final int AFFINITY_SECONDS = 10_800;

    @Override
    public void begin(ObjectNode object) {
        object.putObject("status").putObject("loadBalancer");
    }

    @Override
    public Optional<String> nameProblem(String name) {
        return Names.serviceNameProblem(name);
    }

    @Override
    public void validate(ObjectNode object, Problems problems) {
        ServiceValidation.validate(object, problems);
    }

    /** An address, once given, is what clients know: it stays as long as the service has one at all. */
    @Override
    public void validateChange(ObjectNode old, ObjectNode object, Problems problems) {
        var before = Json.text(old, "spec", "clusterIP");
        var now = Json.text(object, "spec", "clusterIP");
        boolean both = !isExternalName(old.path("spec")) && !isExternalName(object.path("spec"));
        if (both && !before.isEmpty() && !now.isEmpty() && !before.equals(now)) {
            problems.invalid("spec.clusterIPs[0]", now, "field is immutable");
        }
    }

    /** With the type goes what belongs to it: whoever patches the type alone did not ask to keep the rest. */
    @Override
    public void change(ObjectNode old, ObjectNode object) {
        var before = Json.child(old, "spec");
        var now = Json.child(object, "spec");
        if (isExternalName(now) && !isExternalName(before)) {
            dropUnchanged(before, now, "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy");
        }
        if (isExternalName(before) && !isExternalName(now)) {
            dropUnchanged(before, now, "externalName");
        }
        if (hasNodePorts(before) && !hasNodePorts(now)) {
            dropUnchanged(before, now, "externalTrafficPolicy", "healthCheckNodePort", "allocateLoadBalancerNodePorts");
            Set<JsonNode> had = new HashSet<>();
            before.path("ports").forEach(port -> had.add(port.path("nodePort")));
            for (var port : now.path("ports")) {
                if (had.contains(port.path("nodePort"))) {
                    ((ObjectNode) port).remove("nodePort");
                }
            }
        }
    }

    private static void dropUnchanged(ObjectNode before, ObjectNode now, String... fields) {
        for (var field : fields) {
            if (now.path(field).equals(before.path(field))) {
                now.remove(field);
            }
        }
    }

    private static boolean isExternalName(JsonNode spec) {
        return Json.text(spec, "type").equals("ExternalName");
    }

    private static boolean hasNodePorts(JsonNode spec) {
        return List.of("NodePort", "LoadBalancer").contains(Json.text(spec, "type"));
    }

    @Override
    public List<String> selectable() {
        return List.of("spec.clusterIP", "spec.type");
    }

    @Override
    public void defaults(ObjectNode object) {
        var spec = Json.child(object, "spec");
        spec.putIfAbsent("type", spec.textNode("ClusterIP"));
        spec.putIfAbsent("sessionAffinity", spec.textNode("None"));
        if (Json.text(spec, "sessionAffinity").equals(CLIENT_IP)) {
            var client = Json.child(Json.child(spec, "sessionAffinityConfig"), "clientIP");
            client.putIfAbsent("timeoutSeconds", client.numberNode(AFFINITY_SECONDS));
        } else {
            spec.remove("sessionAffinityConfig");
        }
        if (!isExternalName(spec)) {
            spec.putIfAbsent("internalTrafficPolicy", spec.textNode("Cluster"));
        }
        if (hasNodePorts(spec)) {
            spec.putIfAbsent("externalTrafficPolicy", spec.textNode("Cluster"));
        }
        for (var item : spec.path("ports")) {
            if (item instanceof ObjectNode port) {
                port.putIfAbsent("protocol", port.textNode("TCP"));
                if (!port.has("targetPort") && port.has("port")) {
                    port.set("targetPort", port.get("port"));
                }
            }
        }
    }
}
