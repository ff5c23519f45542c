package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Addresses;
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
    private static final List<String> PROPAGATIONS = List.of("Bidirectional", "HostToContainer", "None");
    private static final List<String> NOT_FOR_INIT =
            List.of("lifecycle", "livenessProbe", "readinessProbe", "startupProbe");
    private static final List<String> RESOURCES = List.of("cpu", "ephemeral-storage", "memory");
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
     * What the containers of one pod share.
     *
     * @param volumes names that can be mounted
     * @param hostPorts ports of the host that containers have; each container's are added
     * @param graceSeconds how long the pod has to end
     */
    record Pod(Set<String> volumes, Set<String> hostPorts, boolean hostNetwork, long graceSeconds) {}

    /** Collects what is wrong. */
    void run(Pod pod) {
        var name = Json.text(container, "name");
        if (name.isEmpty()) {
            problems.required(path + ".name", "");
        } else {
            problems.invalid(path + ".name", name, Names.labelProblem(name));
        }
        var image = Json.text(container, "image");
        if (image.isBlank()) {
            problems.required(path + ".image", "");
        } else if (!image.equals(image.strip())) {
            problems.invalid(path + ".image", image, "must not have leading or trailing whitespace");
        }
        oneOf("imagePullPolicy", PULL_POLICIES);
        oneOf("terminationMessagePolicy", MESSAGE_POLICIES);
        ports(pod);
        new EnvironmentValidation(problems).run(container, path);
        mounts(pod.volumes());
        resources();
        new SecurityValidation(problems).container(container.path("securityContext"), path + ".securityContext");
        if (path.contains("initContainers")) {
            NOT_FOR_INIT.stream()
                    .filter(container::has)
                    .forEach(field -> problems.forbidden(path + "." + field, "may not be set for init containers"));
            return;
        }
        var handlers = new HandlerValidation(problems);
        for (var probe : new String[] {"livenessProbe", "readinessProbe", "startupProbe"}) {
            handlers.probe(container, probe, path);
        }
        handlers.lifecycle(container.path("lifecycle"), path + ".lifecycle", pod.graceSeconds());
    }

    private void ports(Pod pod) {
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
            hostPort(port, at, protocol, pod);
        }
    }

    private void hostPort(JsonNode port, String at, String protocol, Pod pod) {
        int number = port.path("hostPort").asInt();
        if (number == 0) {
            return;
        }
        inRange(problems, at + ".hostPort", number);
        var address = Json.text(port, "hostIP");
        if (!address.isEmpty()) {
            problems.invalid(at + ".hostIP", address, Addresses.problem(address));
        }
        if (pod.hostNetwork() && number != port.path("containerPort").asInt()) {
            problems.invalid(
                    at + ".containerPort",
                    port.path("containerPort").asInt(),
                    "must match `hostPort` when `hostNetwork` is true");
        }
        if (!pod.hostPorts().add(protocol + "/" + address + "/" + number)) {
            problems.duplicate(at + ".hostPort", number);
        }
    }

    static void inRange(Problems problems, String field, int port) {
        if (port < 1 || port > MAX_PORT) {
            problems.invalid(field, port, "must be between 1 and " + MAX_PORT + ", inclusive");
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
            for (var field : new String[] {"subPath", "subPathExpr"}) {
                subPath(mount, field, at);
            }
            if (!Json.text(mount, "subPath").isEmpty()
                    && !Json.text(mount, "subPathExpr").isEmpty()) {
                problems.invalid(
                        at + ".subPathExpr",
                        Json.text(mount, "subPathExpr"),
                        "subPathExpr and subPath are mutually exclusive");
            }
            propagation(mount, at);
        }
    }

    private void subPath(JsonNode mount, String field, String at) {
        var subPath = Json.text(mount, field);
        if (subPath.startsWith("/")) {
            problems.invalid(at + "." + field, subPath, "must be a relative path");
        }
        if (List.of(subPath.split("/", -1)).contains("..")) {
            problems.invalid(at + "." + field, subPath, "must not contain '..'");
        }
    }

    private void propagation(JsonNode mount, String at) {
        var propagation = Json.text(mount, "mountPropagation");
        if (mount.has("mountPropagation") && !PROPAGATIONS.contains(propagation)) {
            problems.unsupported(at + ".mountPropagation", propagation, PROPAGATIONS);
        }
        if (propagation.equals("Bidirectional")
                && !container.path("securityContext").path("privileged").asBoolean()) {
            problems.forbidden(
                    at + ".mountPropagation",
                    "Bidirectional mount propagation is available only to privileged containers");
        }
    }

    private void resources() {
        var resources = container.path("resources");
        for (var list : new String[] {"limits", "requests"}) {
            resources.path(list).properties().forEach(quantity -> {
                var at = path + ".resources." + list + "[" + quantity.getKey() + "]";
                resourceName(quantity.getKey(), path + ".resources." + list);
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

    /** Resources of the hosts have plain names, those of others a domain. */
    private void resourceName(String name, String at) {
        if (!name.contains("/") && !RESOURCES.contains(name) && !name.startsWith("hugepages-")) {
            problems.invalid(at, name, "must be a standard resource type or fully qualified");
        } else {
            problems.invalid(at, name, Names.labelKeyProblem(name));
        }
    }

    private void oneOf(String field, List<String> supported) {
        var value = Json.text(container, field);
        if (!supported.contains(value)) {
            problems.unsupported(path + "." + field, value, supported);
        }
    }
}
