package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;

/** What Kubernetes fills into a pod's spec, for the fields of the original model. */
public final class PodDefaults {

    private static final int GRACE_SECONDS = 30;
    private static final int FILE_MODE = 0644;
    private static final int TOKEN_SECONDS = 3600;

    private PodDefaults() {}

    /** Fills in, in place, what the caller left out of a pod's spec. */
    public static void apply(ObjectNode spec) {
        text(spec, "restartPolicy", "Always");
        text(spec, "dnsPolicy", "ClusterFirst");
        text(spec, "schedulerName", "default-scheduler");
        text(
                spec,
                "serviceAccountName",
                Json.text(spec, "serviceAccount").isEmpty() ? "default" : Json.text(spec, "serviceAccount"));
        // The older name of the same field: clients read either.
        spec.set("serviceAccount", spec.get("serviceAccountName"));
        spec.putIfAbsent("terminationGracePeriodSeconds", spec.numberNode(GRACE_SECONDS));
        spec.putIfAbsent("enableServiceLinks", spec.booleanNode(true));
        spec.putIfAbsent("securityContext", spec.objectNode());
        spec.path("containers").forEach(PodDefaults::container);
        spec.path("initContainers").forEach(PodDefaults::container);
        spec.path("volumes").forEach(PodDefaults::volume);
        if (spec.path("hostNetwork").asBoolean()) {
            hostPorts(spec);
        }
    }

    /** On its host's network, a container's ports are the host's. */
    private static void hostPorts(ObjectNode spec) {
        for (var list : new String[] {"containers", "initContainers"}) {
            for (var container : spec.path(list)) {
                for (var item : container.path("ports")) {
                    if (item instanceof ObjectNode port && port.has("containerPort")) {
                        number(port, "hostPort", port.path("containerPort").asInt());
                    }
                }
            }
        }
    }

    private static void container(JsonNode node) {
        if (!(node instanceof ObjectNode container)) {
            return;
        }
        text(container, "terminationMessagePath", "/dev/termination-log");
        text(container, "terminationMessagePolicy", "File");
        text(container, "imagePullPolicy", pullPolicy(Json.text(container, "image")));
        container.putIfAbsent("resources", container.objectNode());
        limitsAreRequests(container);
        for (var item : container.path("ports")) {
            if (item instanceof ObjectNode port) {
                text(port, "protocol", "TCP");
            }
        }
        for (var name : new String[] {"livenessProbe", "readinessProbe", "startupProbe"}) {
            if (container.get(name) instanceof ObjectNode probe) {
                probe(probe);
            }
        }
        for (var hook : new String[] {"postStart", "preStop"}) {
            if (container.path("lifecycle").path(hook).get("httpGet") instanceof ObjectNode get) {
                httpGet(get);
            }
        }
        for (var item : container.path("env")) {
            if (item.path("valueFrom").get("fieldRef") instanceof ObjectNode reference) {
                text(reference, "apiVersion", "v1");
            }
        }
    }

    /** Without a tag, or with the tag latest, an image can change behind its name. */
    private static String pullPolicy(String image) {
        var last = image.substring(image.lastIndexOf('/') + 1);
        boolean moving = !last.contains("@") && (!last.contains(":") || last.endsWith(":latest"));
        return moving ? "Always" : "IfNotPresent";
    }

    private static void limitsAreRequests(ObjectNode container) {
        if (container.path("resources").path("limits") instanceof ObjectNode limits) {
            var requests = Json.child((ObjectNode) container.get("resources"), "requests");
            limits.properties().forEach(limit -> requests.putIfAbsent(limit.getKey(), limit.getValue()));
        }
    }

    private static void probe(ObjectNode probe) {
        number(probe, "timeoutSeconds", 1);
        number(probe, "periodSeconds", 10);
        number(probe, "successThreshold", 1);
        number(probe, "failureThreshold", 3);
        if (probe.get("httpGet") instanceof ObjectNode get) {
            httpGet(get);
        }
        if (probe.get("grpc") instanceof ObjectNode grpc) {
            text(grpc, "service", "");
        }
    }

    private static void httpGet(ObjectNode get) {
        text(get, "path", "/");
        text(get, "scheme", "HTTP");
    }

    private static void volume(JsonNode node) {
        if (!(node instanceof ObjectNode volume)) {
            return;
        }
        boolean noSource = volume.size() == 1 && volume.has("name");
        if (noSource) {
            volume.putObject("emptyDir");
        }
        for (var kind : new String[] {"secret", "configMap", "downwardAPI", "projected"}) {
            if (volume.get(kind) instanceof ObjectNode source) {
                source.putIfAbsent("defaultMode", source.numberNode(FILE_MODE));
            }
        }
        fieldReferences(volume.path("downwardAPI"));
        for (var source : volume.path("projected").path("sources")) {
            fieldReferences(source.path("downwardAPI"));
            if (source.get("serviceAccountToken") instanceof ObjectNode token) {
                number(token, "expirationSeconds", TOKEN_SECONDS);
            }
        }
        if (volume.get("hostPath") instanceof ObjectNode path) {
            text(path, "type", "");
        }
    }

    private static void fieldReferences(JsonNode downward) {
        for (var item : downward.path("items")) {
            if (item.get("fieldRef") instanceof ObjectNode reference) {
                text(reference, "apiVersion", "v1");
            }
        }
    }

    /** An empty text or a zero says as much as nothing: the field's type cannot tell them apart in Kubernetes. */
    private static void text(ObjectNode node, String field, String value) {
        if (Json.text(node, field).isEmpty()) {
            node.put(field, value);
        }
    }

    private static void number(ObjectNode node, String field, int value) {
        if (node.path(field).asInt() == 0) {
            node.put(field, value);
        }
    }
}
