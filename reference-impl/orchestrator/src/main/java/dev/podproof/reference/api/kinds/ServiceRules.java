package dev.podproof.reference.api.kinds;

import static dev.podproof.reference.api.kinds.ServiceTypes.hasHealthCheck;
import static dev.podproof.reference.api.kinds.ServiceTypes.hasNodePorts;
import static dev.podproof.reference.api.kinds.ServiceTypes.isExternalName;
import static dev.podproof.reference.api.kinds.ServiceTypes.isLoadBalancer;
import static dev.podproof.reference.api.kinds.ServiceTypes.isReachedFromOutside;

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

    /**
     * What the server gave a service stays if the caller names nothing else, so that a manifest can be applied twice. With the type goes
     * what belongs to it: whoever patches the type alone did not ask to keep the rest.
     */
    @Override
    public void change(ObjectNode old, ObjectNode object) {
        var before = Json.child(old, "spec");
        var now = Json.child(object, "spec");
        if (!isExternalName(before) && !isExternalName(now)) {
            keepAddresses(before, now);
        }
        if (hasNodePorts(before) && hasNodePorts(now)) {
            keepNodePorts(before, now);
        }
        if (hasHealthCheck(before) && hasHealthCheck(now)) {
            keep(before, now, "healthCheckNodePort");
        }
        if (isExternalName(now) && !isExternalName(before)) {
            dropUnchanged(before, now, "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy");
        }
        if (hasNodePorts(before) && !hasNodePorts(now)) {
            dropNodePorts(before, now);
        }
        if (hasHealthCheck(before) && !hasHealthCheck(now)) {
            dropUnchanged(before, now, "healthCheckNodePort");
        }
        if (isLoadBalancer(before) && !isLoadBalancer(now)) {
            dropUnchanged(before, now, "allocateLoadBalancerNodePorts", "loadBalancerClass");
        }
        if (isReachedFromOutside(before) && !isReachedFromOutside(now)) {
            dropUnchanged(before, now, "externalTrafficPolicy");
        }
        if (!isLoadBalancer(now) && object.get("status") instanceof ObjectNode status) {
            status.putObject("loadBalancer");
        }
    }

    private static void keepAddresses(ObjectNode before, ObjectNode now) {
        keep(before, now, "clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy");
        boolean sameList = now.path("clusterIPs").equals(before.path("clusterIPs"));
        if (sameList && !now.path("clusterIP").equals(before.path("clusterIP"))) {
            // Whoever knows the older field alone means it; that it may not change is said of both.
            now.putArray("clusterIPs").add(Json.text(now, "clusterIP"));
        }
    }

    /** Ports are told apart by their names, as everything else of them may have been changed. */
    private static void keepNodePorts(ObjectNode before, ObjectNode now) {
        Set<Integer> used = new HashSet<>();
        now.path("ports").forEach(port -> used.add(port.path("nodePort").asInt()));
        for (var port : now.path("ports")) {
            for (var had : before.path("ports")) {
                int number = had.path("nodePort").asInt();
                if (!port.has("nodePort")
                        && Json.text(had, "name").equals(Json.text(port, "name"))
                        && number != 0
                        && !used.contains(number)) {
                    ((ObjectNode) port).put("nodePort", number);
                }
            }
        }
    }

    private static void dropNodePorts(ObjectNode before, ObjectNode now) {
        Set<JsonNode> had = new HashSet<>();
        before.path("ports").forEach(port -> had.add(port.path("nodePort")));
        for (var port : now.path("ports")) {
            if (had.contains(port.path("nodePort"))) {
                ((ObjectNode) port).remove("nodePort");
            }
        }
    }

    private static void keep(ObjectNode before, ObjectNode now, String... fields) {
        for (var field : fields) {
            if (before.has(field)) {
                now.putIfAbsent(field, before.get(field).deepCopy());
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
        if (isReachedFromOutside(spec)) {
            spec.putIfAbsent("externalTrafficPolicy", spec.textNode("Cluster"));
        }
        if (isLoadBalancer(spec)) {
            spec.putIfAbsent("allocateLoadBalancerNodePorts", spec.booleanNode(true));
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
