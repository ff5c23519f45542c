package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;

/**
 * What Kubernetes fills into a pod's spec, for the fields of the original model. The document has been made to conform, so that what says
 * nothing is not there.
 */
final class PodDefaults {

    private static final int GRACE_SECONDS = 30;
    private static final int FILE_MODE = 0644;
    private static final int TOKEN_SECONDS = 3600;

    private PodDefaults() {}

    /** Fills in, in place, what the caller left out of a pod's spec. */
    static void pod(ObjectNode spec) {
        template(spec);
        text(spec, "serviceAccountName", "default");
        text(spec, "serviceAccount", Json.text(spec, "serviceAccountName"));
        spec.putIfAbsent("enableServiceLinks", spec.booleanNode(true));
        spec.path("containers").forEach(PodDefaults::limitsAreRequests);
        spec.path("initContainers").forEach(PodDefaults::limitsAreRequests);
        if (spec.path("hostNetwork").asBoolean()) {
            hostPorts(spec);
        }
    }

    /** Fills in what a template for pods has too; the rest is for the pods that are made of it. */
    static void template(ObjectNode spec) {
        text(spec, "restartPolicy", "Always");
        text(spec, "dnsPolicy", "ClusterFirst");
        text(spec, "schedulerName", "default-scheduler");
        serviceAccount(spec);
        spec.putIfAbsent("terminationGracePeriodSeconds", spec.numberNode(GRACE_SECONDS));
        spec.putIfAbsent("securityContext", spec.objectNode());
        spec.path("containers").forEach(PodDefaults::container);
        spec.path("initContainers").forEach(PodDefaults::container);
        spec.path("volumes").forEach(PodDefaults::volume);
    }

    /** The field has an older name too: clients read and write either, and the newer one counts. */
    private static void serviceAccount(ObjectNode spec) {
        var name = spec.has("serviceAccountName") ? spec.get("serviceAccountName") : spec.get("serviceAccount");
        if (name != null) {
            spec.set("serviceAccountName", name);
            spec.set("serviceAccount", name);
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

    private static void limitsAreRequests(JsonNode container) {
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
            grpc.putIfAbsent("service", grpc.textNode(""));
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
                token.putIfAbsent("expirationSeconds", token.numberNode(TOKEN_SECONDS));
            }
        }
        if (volume.get("hostPath") instanceof ObjectNode path) {
            path.putIfAbsent("type", path.textNode(""));
        }
    }

    private static void fieldReferences(JsonNode downward) {
        for (var item : downward.path("items")) {
            if (item.get("fieldRef") instanceof ObjectNode reference) {
                text(reference, "apiVersion", "v1");
            }
        }
    }

    private static void text(ObjectNode node, String field, String value) {
        node.putIfAbsent(field, node.textNode(value));
    }

    private static void number(ObjectNode node, String field, int value) {
        node.putIfAbsent(field, node.numberNode(value));
    }
}
