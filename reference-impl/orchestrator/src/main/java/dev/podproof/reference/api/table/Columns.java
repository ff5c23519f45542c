package dev.podproof.reference.api.table;

import static dev.podproof.reference.api.table.Column.number;
import static dev.podproof.reference.api.table.Column.ofAge;
import static dev.podproof.reference.api.table.Column.ofName;
import static dev.podproof.reference.api.table.Column.text;
import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The columns of each served kind. */
final class Columns {
    private static final String NONE = "<none>";
    private static final int ENDPOINTS_SHOWN = 3;

    private static final Map<String, List<Column>> OF_KIND = Map.ofEntries(
            entry("Pod", pod()),
            entry("Node", node()),
            entry("Service", service()),
            entry("Endpoints", endpoints()),
            entry("EndpointSlice", endpointSlice()),
            entry("Namespace", namespace()),
            entry("Event", event()),
            entry("ReplicationController", replicationController()),
            entry("ConfigMap", List.of(ofName(), number("Data", "Number of keys.", Columns::keys), ofAge())),
            entry("Secret", secret()),
            entry(
                    "Lease",
                    List.of(ofName(), text("Holder", "Who holds the lease.", at("spec", "holderIdentity")), ofAge())));

    private static final List<Column> OF_ANY_OTHER = List.of(ofName(), ofAge());

    private Columns() {}

    static List<Column> of(String kind) {
        return OF_KIND.getOrDefault(kind, OF_ANY_OTHER);
    }

    private static List<Column> pod() {
        return List.of(
                ofName(),
                text("Ready", "Containers that are ready, of all.", pod -> new PodStatus(pod).ready()),
                text("Status", "What the pod does, in one word.", pod -> new PodStatus(pod).word()),
                new Column(
                        "Restarts",
                        "string",
                        "",
                        0,
                        "Restarts of its containers.",
                        (pod, now) -> JsonNodeFactory.instance.textNode(new PodStatus(pod).restarts(now))),
                ofAge(),
                text("IP", "The pod's address.", orNone(at("status", "podIP"))).wide(),
                text("Node", "The host that it is bound to.", orNone(at("spec", "nodeName")))
                        .wide(),
                text("Nominated Node", "The host that it waits for.", orNone(at("status", "nominatedNodeName")))
                        .wide(),
                text("Readiness Gates", "Conditions from outside, met of all.", Columns::readinessGates)
                        .wide());
    }

    private static List<Column> node() {
        return List.of(
                ofName(),
                text("Status", "Ready or not, and whether new pods may come.", Columns::nodeStatus),
                text("Roles", "From its role labels.", Columns::roles),
                ofAge(),
                text("Version", "The agent's version.", at("status", "nodeInfo", "kubeletVersion")),
                text("Internal-IP", "Its address in the cluster.", node -> address(node, "InternalIP"))
                        .wide(),
                text("External-IP", "Its address outside.", node -> address(node, "ExternalIP"))
                        .wide(),
                text("OS-Image", "Its operating system.", orUnknown(at("status", "nodeInfo", "osImage")))
                        .wide(),
                text("Kernel-Version", "Its kernel.", orUnknown(at("status", "nodeInfo", "kernelVersion")))
                        .wide(),
                text(
                                "Container-Runtime",
                                "What runs its containers.",
                                orUnknown(at("status", "nodeInfo", "containerRuntimeVersion")))
                        .wide());
    }

    private static List<Column> service() {
        return List.of(
                ofName(),
                text("Type", "How it is reached.", at("spec", "type")),
                text("Cluster-IP", "Its virtual address.", orNone(at("spec", "clusterIP"))),
                text("External-IP", "Where it is reached from outside.", Columns::externalAddress),
                text("Port(s)", "Its ports, with the node ports.", Columns::servicePorts),
                ofAge(),
                text("Selector", "Which pods stand behind it.", service -> labels(service.at("/spec/selector")))
                        .wide());
    }

    private static List<Column> endpoints() {
        return List.of(ofName(), text("Endpoints", "Ready addresses and ports.", Columns::addresses), ofAge());
    }

    private static List<Column> endpointSlice() {
        return List.of(
                ofName(),
                text("AddressType", "Of what kind its addresses are.", at("addressType")),
                text(
                        "Ports",
                        "Ports of all of its addresses.",
                        slice -> joined(stream(slice.path("ports"))
                                .map(port -> port.path("port").asText())
                                .toList())),
                text(
                        "Endpoints",
                        "Its addresses, ready or not.",
                        slice -> joined(stream(slice.path("endpoints"))
                                .flatMap(endpoint -> stream(endpoint.path("addresses")))
                                .map(JsonNode::asText)
                                .toList())),
                ofAge());
    }

    private static List<Column> namespace() {
        return List.of(ofName(), text("Status", "Active or Terminating.", at("status", "phase")), ofAge());
    }

    private static List<Column> event() {
        return List.of(
                new Column(
                        "Last Seen",
                        "string",
                        "",
                        0,
                        "When it was last seen.",
                        (event, now) -> JsonNodeFactory.instance.textNode(
                                HumanDuration.since(first(event, "lastTimestamp", "eventTime"), now))),
                text("Type", "Normal or Warning.", at("type")),
                text("Reason", "What happened, in one word.", at("reason")),
                text("Object", "What it happened to.", Columns::involved),
                text("Subobject", "The part of it.", at("involvedObject", "fieldPath"))
                        .wide(),
                text("Source", "Who reports it.", Columns::source).wide(),
                text(
                        "Message",
                        "What happened.",
                        event -> event.path("message").asText().strip()),
                new Column(
                        "First Seen",
                        "string",
                        "",
                        1,
                        "When it was first seen.",
                        (event, now) -> JsonNodeFactory.instance.textNode(
                                HumanDuration.since(first(event, "firstTimestamp", "eventTime"), now))),
                number(
                                "Count",
                                "How often it was seen.",
                                event -> event.path("count").asInt(1))
                        .wide(),
                new Column(
                        "Name",
                        "string",
                        "name",
                        1,
                        "The event's own name.",
                        (event, now) -> event.path("metadata").path("name")));
    }

    private static List<Column> replicationController() {
        return List.of(
                ofName(),
                number(
                        "Desired",
                        "Pods declared.",
                        rc -> rc.at("/spec/replicas").asInt(1)),
                number(
                        "Current",
                        "Pods observed.",
                        rc -> rc.at("/status/replicas").asInt()),
                number(
                        "Ready",
                        "Pods ready.",
                        rc -> rc.at("/status/readyReplicas").asInt()),
                ofAge(),
                text("Containers", "Names in the template.", rc -> containers(rc, "name"))
                        .wide(),
                text("Images", "Images in the template.", rc -> containers(rc, "image"))
                        .wide(),
                text("Selector", "Which pods it counts.", rc -> labels(rc.at("/spec/selector")))
                        .wide());
    }

    private static List<Column> secret() {
        return List.of(
                ofName(),
                text("Type", "What it is for.", at("type")),
                number("Data", "Number of keys.", secret -> secret.path("data").size()),
                ofAge());
    }

    private static int keys(JsonNode configMap) {
        return configMap.path("data").size() + configMap.path("binaryData").size();
    }

    private static String readinessGates(JsonNode pod) {
        JsonNode gates = pod.at("/spec/readinessGates");
        if (gates.isEmpty()) {
            return NONE;
        }
        long met = stream(gates)
                .filter(gate -> stream(pod.at("/status/conditions"))
                        .anyMatch(condition -> condition.path("type").equals(gate.path("conditionType"))
                                && condition.path("status").asText().equals("True")))
                .count();
        return met + "/" + gates.size();
    }

    private static String nodeStatus(JsonNode node) {
        String ready = stream(node.at("/status/conditions"))
                .filter(condition -> condition.path("type").asText().equals("Ready"))
                .map(condition -> condition.path("status").asText().equals("True") ? "Ready" : "NotReady")
                .findFirst()
                .orElse("Unknown");
        return node.at("/spec/unschedulable").asBoolean() ? ready + ",SchedulingDisabled" : ready;
    }

    private static String roles(JsonNode node) {
        String prefix = "node-role.kubernetes.io/";
        var roles = new TreeSet<String>();
        node.at("/metadata/labels").properties().forEach(label -> {
            if (label.getKey().startsWith(prefix) && label.getKey().length() > prefix.length()) {
                roles.add(label.getKey().substring(prefix.length()));
            } else if (label.getKey().equals("kubernetes.io/role")
                    && !label.getValue().asText().isEmpty()) {
                roles.add(label.getValue().asText());
            }
        });
        return roles.isEmpty() ? NONE : String.join(",", roles);
    }

    private static String address(JsonNode node, String type) {
        return stream(node.at("/status/addresses"))
                .filter(address -> address.path("type").asText().equals(type))
                .map(address -> address.path("address").asText())
                .findFirst()
                .orElse(NONE);
    }

    private static String externalAddress(JsonNode service) {
        if (service.at("/spec/type").asText().equals("ExternalName")) {
            return service.at("/spec/externalName").asText();
        }
        String addresses =
                stream(service.at("/spec/externalIPs")).map(JsonNode::asText).collect(Collectors.joining(","));
        return addresses.isEmpty() ? NONE : addresses;
    }

    private static String servicePorts(JsonNode service) {
        String ports = stream(service.at("/spec/ports"))
                .map(port -> port.path("port").asText()
                        + (port.path("nodePort").asInt() == 0
                                ? ""
                                : ":" + port.path("nodePort").asText())
                        + "/" + port.path("protocol").asText("TCP"))
                .collect(Collectors.joining(","));
        return ports.isEmpty() ? NONE : ports;
    }

    private static String addresses(JsonNode endpoints) {
        var all = new ArrayList<String>();
        for (JsonNode subset : endpoints.path("subsets")) {
            for (JsonNode address : subset.path("addresses")) {
                String ip = address.path("ip").asText();
                if (subset.path("ports").isEmpty()) {
                    all.add(ip);
                }
                subset.path("ports")
                        .forEach(port -> all.add(ip + ":" + port.path("port").asText()));
            }
        }
        return joined(all);
    }

    private static String joined(List<String> all) {
        if (all.isEmpty()) {
            return NONE;
        }
        String shown = String.join(",", all.subList(0, Math.min(ENDPOINTS_SHOWN, all.size())));
        int more = all.size() - ENDPOINTS_SHOWN;
        return more > 0 ? shown + " + " + more + " more..." : shown;
    }

    private static String involved(JsonNode event) {
        return event.at("/involvedObject/kind").asText().toLowerCase(Locale.ROOT) + "/"
                + event.at("/involvedObject/name").asText();
    }

    private static String source(JsonNode event) {
        String component = event.at("/source/component")
                .asText(event.path("reportingComponent").asText());
        String host = event.at("/source/host").asText();
        return host.isEmpty() ? component : component + ", " + host;
    }

    private static String containers(JsonNode controller, String field) {
        return stream(controller.at("/spec/template/spec/containers"))
                .map(container -> container.path(field).asText())
                .collect(Collectors.joining(","));
    }

    private static String labels(JsonNode labels) {
        String all = labels.properties().stream()
                .map(label -> label.getKey() + "=" + label.getValue().asText())
                .sorted()
                .collect(Collectors.joining(","));
        return all.isEmpty() ? NONE : all;
    }

    private static JsonNode first(JsonNode object, String field, String otherwise) {
        return object.path(field).isTextual() ? object.path(field) : object.path(otherwise);
    }

    private static Function<JsonNode, String> at(String... path) {
        String pointer = "/" + String.join("/", path);
        return object -> object.at(pointer).asText();
    }

    private static Function<JsonNode, String> orNone(Function<JsonNode, String> value) {
        return value.andThen(text -> text.isEmpty() ? NONE : text);
    }

    private static Function<JsonNode, String> orUnknown(Function<JsonNode, String> value) {
        return value.andThen(text -> text.isEmpty() ? HumanDuration.UNKNOWN : text);
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
