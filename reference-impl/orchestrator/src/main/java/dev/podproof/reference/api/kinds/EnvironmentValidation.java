package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Names;
import dev.podproof.reference.api.Problems;
import java.util.List;

/** What makes the variables of a container valid, and the fields and resources that variables and files refer to. */
final class EnvironmentValidation {

    private static final List<String> SOURCES =
            List.of("configMapKeyRef", "fieldRef", "resourceFieldRef", "secretKeyRef");
    private static final List<String> VARIABLE_FIELDS = List.of(
            "metadata.name",
            "metadata.namespace",
            "metadata.uid",
            "spec.nodeName",
            "spec.serviceAccountName",
            "status.hostIP",
            "status.hostIPs",
            "status.podIP",
            "status.podIPs");
    private static final List<String> FILE_FIELDS =
            List.of("metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid");
    private static final List<String> RESOURCES = List.of(
            "limits.cpu",
            "limits.ephemeral-storage",
            "limits.memory",
            "requests.cpu",
            "requests.ephemeral-storage",
            "requests.memory");

    private final Problems problems;

    EnvironmentValidation(Problems problems) {
        this.problems = problems;
    }

    void run(JsonNode container, String path) {
        int index = 0;
        for (var variable : container.path("env")) {
            variable(variable, path + ".env[" + index++ + "]");
        }
        index = 0;
        for (var source : container.path("envFrom")) {
            envFrom(source, path + ".envFrom[" + index++ + "]");
        }
    }

    /** A field of the pod, for a variable or for a file. */
    void field(JsonNode reference, String at, boolean file) {
        var path = Json.text(reference, "fieldPath");
        if (path.isEmpty()) {
            problems.required(at + ".fieldPath", "");
            return;
        }
        int key = path.indexOf("['");
        boolean oneOfMany = key > 0
                && path.endsWith("']")
                && List.of("metadata.annotations", "metadata.labels").contains(path.substring(0, key));
        if (oneOfMany) {
            var name = path.substring(key + 2, path.length() - 2);
            problems.invalid(at + ".fieldPath", path, Names.labelKeyProblem(name));
        } else if (!(file ? FILE_FIELDS : VARIABLE_FIELDS).contains(path)) {
            problems.unsupported(at + ".fieldPath", path, file ? FILE_FIELDS : VARIABLE_FIELDS);
        }
    }

    /** A resource of a container; a file has to say of which one. */
    void resource(JsonNode reference, String at, boolean file) {
        var resource = Json.text(reference, "resource");
        if (resource.isEmpty()) {
            problems.required(at + ".resource", "");
        } else if (!RESOURCES.contains(resource)) {
            problems.unsupported(at + ".resource", resource, RESOURCES);
        }
        if (file && Json.text(reference, "containerName").isEmpty()) {
            problems.required(at + ".containerName", "");
        }
    }

    private void variable(JsonNode variable, String at) {
        var name = Json.text(variable, "name");
        if (name.isEmpty()) {
            problems.required(at + ".name", "");
        } else {
            problems.invalid(at + ".name", name, Names.variableProblem(name));
        }
        var source = variable.path("valueFrom");
        if (source.isMissingNode()) {
            return;
        }
        at += ".valueFrom";
        if (!Json.text(variable, "value").isEmpty()) {
            problems.invalid(at, "", "may not be specified when `value` is not empty");
        }
        if (SOURCES.stream().filter(source::has).count() != 1) {
            problems.invalid(at, "", "must specify exactly one of: " + String.join(", ", SOURCES));
        }
        if (source.has("fieldRef")) {
            field(source.get("fieldRef"), at + ".fieldRef", false);
        }
        if (source.has("resourceFieldRef")) {
            resource(source.get("resourceFieldRef"), at + ".resourceFieldRef", false);
        }
        for (var kind : new String[] {"configMapKeyRef", "secretKeyRef"}) {
            if (source.has(kind)) {
                named(source.get(kind), at + "." + kind);
                if (Json.text(source.get(kind), "key").isEmpty()) {
                    problems.required(at + "." + kind + ".key", "");
                }
            }
        }
    }

    private void envFrom(JsonNode source, String at) {
        var prefix = Json.text(source, "prefix");
        if (!prefix.isEmpty()) {
            problems.invalid(at + ".prefix", prefix, Names.variableProblem(prefix));
        }
        if (source.has("configMapRef") == source.has("secretRef")) {
            problems.invalid(at, "", "must specify one of: `configMapRef` or `secretRef`");
        }
        for (var kind : new String[] {"configMapRef", "secretRef"}) {
            if (source.has(kind)) {
                named(source.get(kind), at + "." + kind);
            }
        }
    }

    private void named(JsonNode reference, String at) {
        var name = Json.text(reference, "name");
        if (name.isEmpty()) {
            problems.required(at + ".name", "");
        } else {
            problems.invalid(at + ".name", name, Names.subdomainProblem(name));
        }
    }
}
