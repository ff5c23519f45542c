package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
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
        boolean headless = Json.text(spec, "clusterIP").equals("None");
        boolean external = type.equals("ExternalName");
        if (headless && (type.equals("NodePort") || type.equals("LoadBalancer"))) {
            problems.invalid("spec.clusterIP", "None", "may not be set to 'None' for " + type + " services");
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
            int number = port.path("port").asInt();
            ContainerValidation.inRange(problems, at + ".port", number);
            var protocol = Json.text(port, "protocol");
            if (!ContainerValidation.PROTOCOLS.contains(protocol)) {
                problems.unsupported(at + ".protocol", protocol, ContainerValidation.PROTOCOLS);
            } else if (!numbers.add(protocol + number)) {
                problems.duplicate(at, protocol + " " + number);
            }
            targetPort(port.path("targetPort"), at + ".targetPort");
            if (port.path("nodePort").asInt() != 0 && type.equals("ClusterIP")) {
                problems.forbidden(at + ".nodePort", "may not be used when `type` is 'ClusterIP'");
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
