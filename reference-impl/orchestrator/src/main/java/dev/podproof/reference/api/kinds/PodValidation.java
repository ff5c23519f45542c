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
        var deadline = spec.path("activeDeadlineSeconds");
        if (deadline.isNumber() && (deadline.asLong() < 1 || deadline.asLong() > Integer.MAX_VALUE)) {
            problems.invalid(
                    path + ".activeDeadlineSeconds", deadline.asLong(), "must be between 1 and 2147483647, inclusive");
        }
        name("hostname");
        name("subdomain");
        var account = Json.text(spec, "serviceAccountName");
        if (!account.isEmpty()) {
            problems.invalid(path + ".serviceAccountName", account, Names.subdomainProblem(account));
        }
        var node = Json.text(spec, "nodeName");
        if (!node.isEmpty()) {
            problems.invalid(path + ".nodeName", node, Names.subdomainProblem(node));
        }
        new DnsValidation(problems).run(spec, path);
        new SecurityValidation(problems).pod(spec, path);
        new PlacementValidation(problems).run(spec, path);
        if (!spec.path("ephemeralContainers").isEmpty()) {
            problems.forbidden(path + ".ephemeralContainers", "cannot be set on create");
        }
    }

    private void containers(Set<String> volumes) {
        if (spec.path("containers").isEmpty()) {
            problems.required(path + ".containers", "");
        }
        Set<String> names = new HashSet<>();
        var pod = new ContainerValidation.Pod(
                volumes,
                new HashSet<>(),
                spec.path("hostNetwork").asBoolean(),
                spec.path("terminationGracePeriodSeconds").asLong());
        for (var list : new String[] {"initContainers", "containers"}) {
            int index = 0;
            for (var container : spec.path(list)) {
                var at = path + "." + list + "[" + index++ + "]";
                var name = Json.text(container, "name");
                if (!name.isEmpty() && !names.add(name)) {
                    problems.duplicate(at + ".name", name);
                }
                new ContainerValidation(container, at, problems).run(pod);
            }
        }
    }

    private void oneOf(String field, List<String> supported) {
        var value = Json.text(spec, field);
        if (!supported.contains(value)) {
            problems.unsupported(path + "." + field, value, supported);
        }
    }

    private void name(String field) {
        var value = Json.text(spec, field);
        if (!value.isEmpty()) {
            problems.invalid(path + "." + field, value, Names.labelProblem(value));
        }
    }
}
