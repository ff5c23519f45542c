package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Addresses;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Names;
import dev.podproof.reference.api.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What makes a service valid. */
final class ServiceValidation {

    private static final List<String> TYPES = List.of("ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
    private static final List<String> AFFINITIES = List.of("ClientIP", "None");

    private static final List<String> POLICIES = List.of("Cluster", "Local");
    private static final List<String> FAMILY_POLICIES = List.of("PreferDualStack", "RequireDualStack", "SingleStack");
    private static final int SECONDS_OF_A_DAY = 86_400;

    private final JsonNode spec;
    private final Problems problems;

    private ServiceValidation(JsonNode spec, Problems problems) {
        this.spec = spec;
        this.problems = problems;
    }

    static void validate(JsonNode service, Problems problems) {
        new ServiceValidation(service.path("spec"), problems).run();
    }

    private void run() {
        var type = Json.text(spec, "type");
        if (!TYPES.contains(type)) {
            problems.unsupported("spec.type", type, TYPES);
        }
        var affinity = Json.text(spec, "sessionAffinity");
        if (!AFFINITIES.contains(affinity)) {
            problems.unsupported("spec.sessionAffinity", affinity, AFFINITIES);
        }
        affinityConfig(affinity);
        addresses();
        boolean headless = Json.text(spec, "clusterIP").equals("None");
        boolean external = type.equals("ExternalName");
        if (headless && (type.equals("NodePort") || type.equals("LoadBalancer"))) {
            problems.invalid("spec.clusterIPs[0]", "None", "may not be set to 'None' for " + type + " services");
        }
        if (external) {
            externalName();
        } else if (spec.path("ports").isEmpty() && !headless) {
            problems.required("spec.ports", "");
        }
        Json.strings(spec.path("selector")).forEach((key, value) -> {
            problems.invalid("spec.selector", key, Names.labelKeyProblem(key));
            problems.invalid("spec.selector", value, Names.labelValueProblem(value));
        });
        ports(type);
    }

    private void affinityConfig(String affinity) {
        var timeout = Json.at(spec, "sessionAffinityConfig", "clientIP", "timeoutSeconds");
        if (affinity.equals("ClientIP") && (timeout.asInt() < 1 || timeout.asInt() > SECONDS_OF_A_DAY)) {
            problems.invalid(
                    "spec.sessionAffinityConfig.clientIP.timeoutSeconds",
                    timeout.asInt(),
                    "must be greater than 0 and less than or equal to " + SECONDS_OF_A_DAY);
        }
    }

    private void addresses() {
        var address = Json.text(spec, "clusterIP");
        if (!address.isEmpty() && !address.equals("None")) {
            problems.invalid("spec.clusterIPs[0]", address, Addresses.problem(address));
        }
        var all = spec.path("clusterIPs");
        if (all.size() > 1 || Json.text(spec, "ipFamilyPolicy").equals("RequireDualStack")) {
            problems.invalid(
                    "spec.ipFamilyPolicy",
                    Json.text(spec, "ipFamilyPolicy"),
                    "this cluster is not configured for dual-stack services");
        } else if (all.size() == 1 && !all.get(0).asText().equals(address)) {
            problems.invalid("spec.clusterIPs[0]", all.get(0).asText(), "first value must match `clusterIP`");
        }
        int index = 0;
        for (var family : spec.path("ipFamilies")) {
            if (!family.asText().equals("IPv4")) {
                problems.invalid("spec.ipFamilies[" + index + "]", family.asText(), "not configured on this cluster");
            }
            index++;
        }
        index = 0;
        for (var external : spec.path("externalIPs")) {
            problems.invalid(
                    "spec.externalIPs[" + index++ + "]", external.asText(), Addresses.problem(external.asText()));
        }
        policy("internalTrafficPolicy", POLICIES);
        policy("externalTrafficPolicy", POLICIES);
        policy("ipFamilyPolicy", FAMILY_POLICIES);
        if (spec.has("healthCheckNodePort") && !ServiceTypes.hasHealthCheck(spec)) {
            problems.invalid(
                    "spec.healthCheckNodePort",
                    spec.get("healthCheckNodePort").asInt(),
                    "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
        }
        if (spec.has("allocateLoadBalancerNodePorts") && !ServiceTypes.isLoadBalancer(spec)) {
            problems.forbidden("spec.allocateLoadBalancerNodePorts", "may only be used when `type` is 'LoadBalancer'");
        }
    }

    private void policy(String field, List<String> supported) {
        var policy = spec.path(field);
        if (policy.isTextual() && !supported.contains(policy.asText())) {
            problems.unsupported("spec." + field, policy.asText(), supported);
        }
    }

    private void externalName() {
        var name = Json.text(spec, "externalName");
        if (name.isEmpty()) {
            problems.required("spec.externalName", "");
        } else {
            var plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
            problems.invalid("spec.externalName", name, Names.subdomainProblem(plain));
        }
        if (!Json.text(spec, "clusterIP").isEmpty()) {
            problems.forbidden("spec.clusterIP", "may not be set for ExternalName services");
        }
    }

    private void ports(String type) {
        Set<String> names = new HashSet<>();
        Set<String> numbers = new HashSet<>();
        Set<String> nodePorts = new HashSet<>();
        int index = 0;
        for (var port : spec.path("ports")) {
            var at = "spec.ports[" + index++ + "]";
            var name = Json.text(port, "name");
            if (name.isEmpty() && spec.path("ports").size() > 1) {
                problems.required(at + ".name", "");
            } else if (!name.isEmpty()) {
                problems.invalid(at + ".name", name, Names.labelProblem(name));
                if (!names.add(name)) {
                    problems.duplicate(at + ".name", name);
                }
            }
            var application = Json.text(port, "appProtocol");
            if (port.has("appProtocol")) {
                problems.invalid(at + ".appProtocol", application, Names.labelKeyProblem(application));
            }
            int number = port.path("port").asInt();
            ContainerValidation.inRange(problems, at + ".port", number);
            var protocol = Json.text(port, "protocol");
            if (!ContainerValidation.PROTOCOLS.contains(protocol)) {
                problems.unsupported(at + ".protocol", protocol, ContainerValidation.PROTOCOLS);
            } else if (!numbers.add(protocol + number)) {
                problems.duplicate(at, protocol + " " + number);
            }
            targetPort(port.path("targetPort"), at + ".targetPort");
            int nodePort = port.path("nodePort").asInt();
            if (nodePort != 0 && !nodePorts.add(protocol + nodePort)) {
                problems.duplicate(at + ".nodePort", nodePort);
            }
            if (nodePort != 0 && (type.equals("ClusterIP") || type.equals("ExternalName"))) {
                problems.forbidden(at + ".nodePort", "may not be used when `type` is '" + type + "'");
            }
        }
    }

    private void targetPort(JsonNode port, String at) {
        if (port.isTextual()) {
            problems.invalid(at, port.asText(), Names.portNameProblem(port.asText()));
        } else {
            ContainerValidation.inRange(problems, at, port.asInt());
        }
    }
}
