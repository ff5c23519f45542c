package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Names;
import dev.podproof.reference.api.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What makes a pod's spec valid, for pods and for the templates of pods. */
final class PodValidation {

    private static final List<String> RESTART_POLICIES = List.of("Always", "OnFailure", "Never");
    private static final List<String> DNS_POLICIES =
            List.of("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None");

    private final JsonNode spec;
    private final String path;
    private final Problems problems;

    private PodValidation(JsonNode spec, String path, Problems problems) {
        this.spec = spec;
        this.path = path;
        this.problems = problems;
    }

    /** @param path where the spec stands in its document: {@code spec}, or {@code spec.template.spec} */
    static void validate(JsonNode spec, String path, Problems problems) {
        new PodValidation(spec, path, problems).run();
    }

    private void run() {
        var volumes = new VolumeValidation(problems).volumes(spec.path("volumes"), path + ".volumes");
        containers(volumes);
        oneOf("restartPolicy", RESTART_POLICIES);
        oneOf("dnsPolicy", DNS_POLICIES);
        if (Json.text(spec, "dnsPolicy").equals("None")
                && spec.path("dnsConfig").path("nameservers").isEmpty()) {
            problems.required(
                    path + ".dnsConfig.nameservers",
                    "must provide at least one DNS nameserver when `dnsPolicy` is None");
        }
        notNegative("terminationGracePeriodSeconds");
        var deadline = spec.path("activeDeadlineSeconds");
        if (deadline.isNumber() && deadline.asLong() < 1) {
            problems.invalid(
                    path + ".activeDeadlineSeconds", deadline.asLong(), "must be between 1 and 2147483647, inclusive");
        }
        name("hostname");
        name("subdomain");
        var account = Json.text(spec, "serviceAccountName");
        problems.invalid(path + ".serviceAccountName", account, Names.subdomainProblem(account));
        var node = Json.text(spec, "nodeName");
        if (!node.isEmpty()) {
            problems.invalid(path + ".nodeName", node, Names.subdomainProblem(node));
        }
        Json.strings(spec.path("nodeSelector")).forEach((key, value) -> {
            problems.invalid(path + ".nodeSelector", key, Names.labelKeyProblem(key));
            problems.invalid(path + ".nodeSelector", value, Names.labelValueProblem(value));
        });
    }

    private void containers(Set<String> volumes) {
        if (spec.path("containers").isEmpty()) {
            problems.required(path + ".containers", "");
        }
        boolean hostNetwork = spec.path("hostNetwork").asBoolean();
        Set<String> names = new HashSet<>();
        Set<String> hostPorts = new HashSet<>();
        for (var list : new String[] {"initContainers", "containers"}) {
            int index = 0;
            for (var container : spec.path(list)) {
                var at = path + "." + list + "[" + index++ + "]";
                var name = Json.text(container, "name");
                if (!name.isEmpty() && !names.add(name)) {
                    problems.duplicate(at + ".name", name);
                }
                new ContainerValidation(container, at, problems).run(volumes, hostPorts, hostNetwork);
            }
        }
    }

    private void oneOf(String field, List<String> supported) {
        var value = Json.text(spec, field);
        if (!supported.contains(value)) {
            problems.unsupported(path + "." + field, value, supported);
        }
    }

    private void notNegative(String field) {
        var value = spec.path(field);
        if (value.asLong() < 0) {
            problems.invalid(path + "." + field, value.asLong(), "must be greater than or equal to 0");
        }
    }

    private void name(String field) {
        var value = Json.text(spec, field);
        if (!value.isEmpty()) {
            problems.invalid(path + "." + field, value, Names.labelProblem(value));
        }
    }
}
