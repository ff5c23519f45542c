package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Names;
import dev.podproof.reference.api.Problems;
import java.util.List;
import java.util.regex.Pattern;

/** What makes a container's probes and lifecycle hooks valid. */
final class HandlerValidation {

    private static final List<String> PROBE_ACTIONS = List.of("exec", "grpc", "httpGet", "tcpSocket");
    private static final List<String> HOOK_ACTIONS = List.of("exec", "httpGet", "sleep", "tcpSocket");
    private static final List<String> SCHEMES = List.of("HTTP", "HTTPS");
    private static final Pattern HEADER_NAME = Pattern.compile("[-A-Za-z0-9]+");

    private final Problems problems;

    HandlerValidation(Problems problems) {
        this.problems = problems;
    }

    /** Collects what is wrong with the probe that stands in a container's field. */
    void probe(JsonNode container, String field, String path) {
        var probe = container.path(field);
        if (probe.isMissingNode()) {
            return;
        }
        var at = path + "." + field;
        handler(probe, PROBE_ACTIONS, at);
        for (var number : new String[] {
            "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"
        }) {
            long value = probe.path(number).asLong();
            if (value < 0) {
                problems.invalid(at + "." + number, value, "must be greater than or equal to 0");
            }
        }
        boolean readiness = field.equals("readinessProbe");
        if (!readiness && probe.path("successThreshold").asLong(1) > 1) {
            problems.invalid(
                    at + ".successThreshold", probe.path("successThreshold").asLong(), "must be 1");
        }
        var grace = probe.path("terminationGracePeriodSeconds");
        if (grace.isNumber() && readiness) {
            problems.invalid(
                    at + ".terminationGracePeriodSeconds", grace.asLong(), "must not be set for readinessProbes");
        } else if (grace.isNumber() && grace.asLong() <= 0) {
            problems.invalid(at + ".terminationGracePeriodSeconds", grace.asLong(), "must be greater than 0");
        }
    }

    /** @param graceSeconds how long the pod has to end, which is the longest that it may sleep */
    void lifecycle(JsonNode lifecycle, String at, long graceSeconds) {
        for (var hook : new String[] {"postStart", "preStop"}) {
            if (lifecycle.has(hook)) {
                handler(lifecycle.get(hook), HOOK_ACTIONS, at + "." + hook);
                var sleep = lifecycle.get(hook).path("sleep");
                long seconds = sleep.path("seconds").asLong();
                if (sleep.isObject() && (seconds < 0 || seconds > graceSeconds)) {
                    problems.invalid(
                            at + "." + hook + ".sleep.seconds",
                            seconds,
                            "must be non-negative and not more than terminationGracePeriodSeconds (" + graceSeconds
                                    + ")");
                }
            }
        }
    }

    private void handler(JsonNode handler, List<String> actions, String at) {
        var given = actions.stream().filter(handler::has).toList();
        if (given.isEmpty()) {
            problems.required(at, "must specify a handler type");
        }
        for (int i = 1; i < given.size(); i++) {
            problems.forbidden(at + "." + given.get(i), "may not specify more than 1 handler type");
        }
        if (handler.has("exec") && handler.path("exec").path("command").isEmpty()) {
            problems.required(at + ".exec.command", "");
        }
        if (handler.has("httpGet")) {
            httpGet(handler.get("httpGet"), at + ".httpGet");
        }
        if (handler.has("tcpSocket")) {
            port(handler.get("tcpSocket").path("port"), at + ".tcpSocket.port");
        }
        if (handler.has("grpc")) {
            ContainerValidation.inRange(
                    problems,
                    at + ".grpc.port",
                    handler.get("grpc").path("port").asInt());
        }
    }

    private void httpGet(JsonNode get, String at) {
        if (Json.text(get, "path").isEmpty()) {
            problems.required(at + ".path", "");
        }
        port(get.path("port"), at + ".port");
        var scheme = Json.text(get, "scheme");
        if (!SCHEMES.contains(scheme)) {
            problems.unsupported(at + ".scheme", scheme, SCHEMES);
        }
        int index = 0;
        for (var header : get.path("httpHeaders")) {
            var name = Json.text(header, "name");
            if (!HEADER_NAME.matcher(name).matches()) {
                problems.invalid(
                        at + ".httpHeaders[" + index + "].name",
                        name,
                        "a valid HTTP header must consist of alphanumeric characters or '-'");
            }
            index++;
        }
    }

    private void port(JsonNode port, String at) {
        if (port.isTextual()) {
            problems.invalid(at, port.asText(), Names.portNameProblem(port.asText()));
        } else {
            ContainerValidation.inRange(problems, at, port.asInt());
        }
    }
}
