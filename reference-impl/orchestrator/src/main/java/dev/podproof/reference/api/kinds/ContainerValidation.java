package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Names;
import dev.podproof.reference.api.Problems;
import dev.podproof.reference.api.Quantities;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What makes a container valid. */
final class ContainerValidation {

    private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");
    private static final List<String> MESSAGE_POLICIES = List.of("File", "FallbackToLogsOnError");
    private static final List<String> PROBES = List.of("livenessProbe", "readinessProbe", "startupProbe");
    private static final List<String> PROBE_ACTIONS = List.of("exec", "grpc", "httpGet", "tcpSocket");
    private static final int MAX_PORT = 65_535;

    static final List<String> PROTOCOLS = List.of("SCTP", "TCP", "UDP");

    private final JsonNode container;
    private final String path;
    private final Problems problems;

    ContainerValidation(JsonNode container, String path, Problems problems) {
        this.container = container;
        this.path = path;
        this.problems = problems;
    }

    /**
     * Collects what is wrong.
     *
     * @param volumes names that can be mounted
     * @param hostPorts ports of the host that the pod's other containers have; this one's are added
     */
    void run(Set<String> volumes, Set<String> hostPorts, boolean hostNetwork) {
        var name = Json.text(container, "name");
        if (name.isEmpty()) {
            problems.required(path + ".name", "");
        } else {
            problems.invalid(path + ".name", name, Names.labelProblem(name));
        }
        if (Json.text(container, "image").isBlank()) {
            problems.required(path + ".image", "");
        }
        oneOf("imagePullPolicy", PULL_POLICIES);
        oneOf("terminationMessagePolicy", MESSAGE_POLICIES);
        ports(hostPorts, hostNetwork);
        environment();
        mounts(volumes);
        resources();
        PROBES.forEach(this::probe);
    }

    private void ports(Set<String> hostPorts, boolean hostNetwork) {
        Set<String> names = new HashSet<>();
        int index = 0;
        for (var port : container.path("ports")) {
            var at = path + ".ports[" + index++ + "]";
            var name = Json.text(port, "name");
            if (!name.isEmpty()) {
                problems.invalid(at + ".name", name, Names.portNameProblem(name));
                if (!names.add(name)) {
                    problems.duplicate(at + ".name", name);
                }
            }
            int number = port.path("containerPort").asInt();
            if (number == 0) {
                problems.required(at + ".containerPort", "");
            } else {
                inRange(problems, at + ".containerPort", number);
            }
            var protocol = Json.text(port, "protocol");
            if (!PROTOCOLS.contains(protocol)) {
                problems.unsupported(at + ".protocol", protocol, PROTOCOLS);
            }
            hostPort(port, at, protocol, hostPorts, hostNetwork);
        }
    }

    private void hostPort(JsonNode port, String at, String protocol, Set<String> hostPorts, boolean hostNetwork) {
        int number = port.path("hostPort").asInt();
        if (number == 0) {
            return;
        }
        inRange(problems, at + ".hostPort", number);
        if (hostNetwork && number != port.path("containerPort").asInt()) {
            problems.invalid(at + ".hostPort", number, "must match `containerPort` when `hostNetwork` is true");
        }
        if (!hostPorts.add(protocol + "/" + Json.text(port, "hostIP") + "/" + number)) {
            problems.duplicate(at + ".hostPort", number);
        }
    }

    static void inRange(Problems problems, String field, int port) {
        if (port < 1 || port > MAX_PORT) {
            problems.invalid(field, port, "must be between 1 and " + MAX_PORT + ", inclusive");
        }
    }

    private void environment() {
        int index = 0;
        for (var variable : container.path("env")) {
            var at = path + ".env[" + index++ + "]";
            var name = Json.text(variable, "name");
            if (name.isEmpty()) {
                problems.required(at + ".name", "");
            } else {
                problems.invalid(at + ".name", name, Names.variableProblem(name));
            }
            var source = variable.path("valueFrom");
            if (source.isMissingNode()) {
                continue;
            }
            if (!Json.text(variable, "value").isEmpty()) {
                problems.invalid(at + ".valueFrom", "", "may not be specified when `value` is not empty");
            }
            if (source.size() != 1) {
                problems.invalid(
                        at + ".valueFrom",
                        "",
                        "must specify one of: `configMapKeyRef`, `fieldRef`, `resourceFieldRef` or `secretKeyRef`");
            }
        }
    }

    private void mounts(Set<String> volumes) {
        Set<String> places = new HashSet<>();
        int index = 0;
        for (var mount : container.path("volumeMounts")) {
            var at = path + ".volumeMounts[" + index++ + "]";
            var name = Json.text(mount, "name");
            if (name.isEmpty()) {
                problems.required(at + ".name", "");
            } else if (!volumes.contains(name)) {
                problems.notFound(at + ".name", name);
            }
            var place = Json.text(mount, "mountPath");
            if (place.isEmpty()) {
                problems.required(at + ".mountPath", "");
            } else if (!places.add(place)) {
                problems.invalid(at + ".mountPath", place, "must be unique");
            }
            var subPath = Json.text(mount, "subPath");
            if (subPath.startsWith("/")) {
                problems.invalid(at + ".subPath", subPath, "must be a relative path");
            }
            if (List.of(subPath.split("/", -1)).contains("..")) {
                problems.invalid(at + ".subPath", subPath, "must not contain '..'");
            }
        }
    }

    private void resources() {
        var resources = container.path("resources");
        for (var list : new String[] {"limits", "requests"}) {
            resources.path(list).properties().forEach(quantity -> {
                var at = path + ".resources." + list + "[" + quantity.getKey() + "]";
                var amount = Quantities.amount(quantity.getValue());
                if (amount.isEmpty()) {
                    problems.invalid(at, quantity.getValue().asText(), "must be a quantity such as 500m or 64Mi");
                } else if (amount.get().signum() < 0) {
                    problems.invalid(at, quantity.getValue().asText(), "must be greater than or equal to 0");
                }
            });
        }
        resources.path("requests").properties().forEach(request -> {
            var asked = Quantities.amount(request.getValue());
            var limit = Quantities.amount(resources.path("limits").path(request.getKey()));
            if (asked.isPresent() && limit.isPresent() && asked.get().compareTo(limit.get()) > 0) {
                problems.invalid(
                        path + ".resources.requests",
                        request.getValue().asText(),
                        "must be less than or equal to " + request.getKey() + " limit of "
                                + resources
                                        .path("limits")
                                        .path(request.getKey())
                                        .asText());
            }
        });
    }

    private void probe(String field) {
        var probe = container.path(field);
        if (probe.isMissingNode()) {
            return;
        }
        long actions = PROBE_ACTIONS.stream().filter(probe::has).count();
        if (actions == 0) {
            problems.required(path + "." + field, "must specify a handler type");
        } else if (actions > 1) {
            problems.forbidden(path + "." + field, "may not specify more than 1 handler type");
        }
        for (var number : new String[] {"initialDelaySeconds", "timeoutSeconds", "periodSeconds"}) {
            if (probe.path(number).asLong() < 0) {
                problems.invalid(
                        path + "." + field + "." + number,
                        probe.path(number).asLong(),
                        "must be greater than or equal to 0");
            }
        }
    }

    private void oneOf(String field, List<String> supported) {
        var value = Json.text(container, field);
        if (!supported.contains(value)) {
            problems.unsupported(path + "." + field, value, supported);
        }
    }
}
