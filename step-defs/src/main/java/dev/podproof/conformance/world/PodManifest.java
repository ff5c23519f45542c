package dev.podproof.conformance.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.conformance.probe.Documents;
import dev.podproof.conformance.subject.SecurityLevel;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A pod as the suite asks for it: what matters to the reader stands in the scenario, and the rest is filled in here. */
public final class PodManifest {
    private static final int PATIENCE_SECONDS = 10;

    private final String name;
    private final ObjectNode spec;
    private final ObjectNode document;

    private PodManifest(String name, ObjectNode spec) {
        this.name = name;
        this.spec = spec;
        this.document = spec.objectNode();
        document.put("apiVersion", "v1").put("kind", "Pod");
        document.putObject("metadata").put("name", name);
        document.set("spec", spec);
    }

    /** A pod of one container, {@code main}, which answers on the ports given over TCP. */
    public static PodManifest of(String name, int... ports) {
        PodManifest manifest = new PodManifest(name, Documents.yaml("containers: [{name: main, ports: []}]"));
        return manifest.listeningOn(ports);
    }

    /** A pod of the spec given as YAML, or of metadata and spec where both are given. */
    public static PodManifest of(String name, String yaml) {
        ObjectNode given = Documents.yaml(yaml);
        if (!given.has("spec")) {
            return new PodManifest(name, given);
        }
        PodManifest manifest = new PodManifest(name, (ObjectNode) given.get("spec"));
        given.path("metadata")
                .properties()
                .forEach(field -> manifest.document.withObject("/metadata").set(field.getKey(), field.getValue()));
        return manifest;
    }

    public String name() {
        return name;
    }

    /** Answers, in its first container, on these ports over TCP. */
    public PodManifest listeningOn(int... ports) {
        ArrayNode list = (ArrayNode) spec.path("containers").path(0).path("ports");
        for (int port : ports) {
            list.addObject().put("containerPort", port);
        }
        return this;
    }

    /** Answers on each declared port over UDP too. */
    public PodManifest alsoOverUdp() {
        spec.path("containers").forEach(container -> {
            ArrayNode ports = ((ObjectNode) container).withArray("ports");
            for (JsonNode port : ports.deepCopy()) {
                ports.addObject()
                        .put("containerPort", port.path("containerPort").asInt())
                        .put("protocol", "UDP");
            }
        });
        return this;
    }

    /** Runs on that host and no other. */
    public PodManifest on(String host) {
        spec.put("nodeName", host);
        return this;
    }

    /** Answers, in its container of that number, on this port of the pod's loopback interface and no other, and declares it all the same. */
    public PodManifest listeningOnLocalhost(int container, int port) {
        ObjectNode listener = (ObjectNode) spec.path("containers").path(container);
        for (String protocol : List.of("TCP", "UDP")) {
            listener.withArray("ports").addObject().put("containerPort", port).put("protocol", protocol);
        }
        return with(listener, Pod.LOCALHOST, String.valueOf(port));
    }

    /** Takes much, and sends as much back, in its first container on this port over TCP and UDP. */
    public PodManifest takingMuch(int port) {
        return with((ObjectNode) spec.path("containers").path(0), Pod.LARGE, String.valueOf(port));
    }

    /**
     * Has no network of its own, but that of its host, and answers at this address of it. Where a host has several, datagrams would
     * else be answered from another one than was called.
     */
    public PodManifest onHostNetwork(String address) {
        spec.put("hostNetwork", true);
        return with((ObjectNode) spec.path("containers").path(0), "BIND", address);
    }

    /** Keeps what others tell it on this port. */
    public PodManifest mailbox(int port) {
        return running(container("main"), Programs.MAILBOX, String.valueOf(port))
                .listeningOn(port);
    }

    private PodManifest with(ObjectNode container, String variable, String value) {
        container.withArray("env").addObject().put("name", variable).put("value", value);
        return this;
    }

    /** Takes note of TERM and goes on, for a grace period in seconds. */
    public PodManifest stubborn(int grace) {
        spec.put("terminationGracePeriodSeconds", grace);
        spec.path("containers").forEach(container -> with((ObjectNode) container, "STUBBORN", "yes"));
        return this;
    }

    /** Fills so much memory in that container. */
    public PodManifest filling(String container, int mebibytes, String limit) {
        return running(container(container), Programs.FILL, String.valueOf(mebibytes * 1024))
                .limited(container, "memory", limit);
    }

    /** Keeps a processor busy with that container. */
    public PodManifest spinning(String container) {
        return running(container(container), Programs.SPIN);
    }

    /** Limits that container, which requests next to nothing: others count on what hosts have free. */
    public PodManifest limited(String container, String resource, String limit) {
        container(container).withObject("/resources/limits").put(resource, limit);
        container(container).withObject("/resources/requests").put(resource, resource.equals("cpu") ? "1m" : "1Mi");
        return this;
    }

    /** Runs a program of the pods' image in one more container, which knows the pod's address as {@code POD_IP}. */
    public PodManifest alsoRunning(String container, String program) {
        ObjectNode more = ((ArrayNode) spec.path("containers")).addObject().put("name", container);
        more.putArray("command").add("sh").add("-c").add(program);
        more.putArray("env")
                .addObject()
                .put("name", "POD_IP")
                .putObject("valueFrom")
                .putObject("fieldRef")
                .put("fieldPath", "status.podIP");
        return this;
    }

    private PodManifest running(ObjectNode container, String program, String... arguments) {
        ArrayNode command = container.putArray("command");
        Stream.concat(Stream.of("sh", "-c", program, "podproof"), Stream.of(arguments))
                .forEach(command::add);
        return this;
    }

    private ObjectNode container(String called) {
        for (JsonNode container : spec.path("containers")) {
            if (container.path("name").asText().equals(called)) {
                return (ObjectNode) container;
            }
        }
        throw new IllegalArgumentException("pod " + name + " has no container " + called);
    }

    /** Wants no variables for services. */
    public PodManifest withoutServiceLinks() {
        spec.put("enableServiceLinks", false);
        return this;
    }

    /** Is ready while the file is there, as a probe in each of its containers finds out every second. */
    public PodManifest readyWhile(String file) {
        spec.path("containers").forEach(container -> {
            ObjectNode probe = ((ObjectNode) container).putObject("readinessProbe");
            // A busy host takes more than the default second to run a command, which says nothing about the file.
            probe.put("periodSeconds", 1).put("failureThreshold", 1).put("timeoutSeconds", PATIENCE_SECONDS);
            probe.putObject("exec").putArray("command").add("test").add("-e").add(file);
        });
        return this;
    }

    /** Stays ready until its probes have failed so often in a row. A container that has just started is not ready before one has passed. */
    public PodManifest forgiven(int failures) {
        spec.path("containers")
                .forEach(container ->
                        ((ObjectNode) container).withObject("/readinessProbe").put("failureThreshold", failures));
        return this;
    }

    /** Stays as it is when its containers have ended. */
    public PodManifest neverRestarted() {
        spec.put("restartPolicy", "Never");
        return this;
    }

    /** Runs, by the scheduler's choice, on a host with these labels. */
    public PodManifest onHostsWith(Map<String, String> labels) {
        ObjectNode selector = spec.putObject("nodeSelector");
        labels.forEach(selector::put);
        return this;
    }

    /** Requests, for each of its containers, that much of a resource. */
    public PodManifest requesting(String resource, String amount) {
        spec.path("containers")
                .forEach(container -> ((ObjectNode) container)
                        .withObject("/resources/requests")
                        .put(resource, amount));
        return this;
    }

    /** Requests so many of what only some hosts have, for its first container: what is requested of such a kind is the limit too. */
    public PodManifest extended(String resource, int number) {
        ObjectNode resources = ((ObjectNode) spec.path("containers").path(0)).withObject("/resources");
        resources.withObject("/requests").put(resource, String.valueOf(number));
        resources.withObject("/limits").put(resource, String.valueOf(number));
        return this;
    }

    /** Asks for a port of its host, and answers there. */
    public PodManifest takingPort(int port, String protocol) {
        return takingPort(0, port, protocol);
    }

    /** As {@link #takingPort(int, String)}, in its container of that number, counted from 0. */
    public PodManifest takingPort(int container, int port, String protocol) {
        ((ObjectNode) spec.path("containers").path(container))
                .withArray("ports")
                .addObject()
                .put("containerPort", port)
                .put("hostPort", port)
                .put("protocol", protocol);
        return this;
    }

    /** Is given up after so many seconds on a host that is lost. */
    public PodManifest givenUpAfter(int seconds) {
        ArrayNode tolerations = spec.putArray("tolerations");
        for (String taint : List.of("node.kubernetes.io/unreachable", "node.kubernetes.io/not-ready")) {
            tolerations
                    .addObject()
                    .put("key", taint)
                    .put("operator", "Exists")
                    .put("effect", "NoExecute")
                    .put("tolerationSeconds", seconds);
        }
        return this;
    }

    public PodManifest labelled(Map<String, String> labels) {
        ObjectNode target = document.withObject("/metadata/labels");
        labels.forEach(target::put);
        return this;
    }

    /**
     * The document for the API: image, program, a short grace period and as few privileges as can be, where the scenario has not said otherwise.
     * An image that it names has a program of its own.
     */
    ObjectNode complete(String image) {
        ObjectNode complete = document.deepCopy();
        ObjectNode all = (ObjectNode) complete.path("spec");
        putIfAbsent(all, "terminationGracePeriodSeconds", all.numberNode(1));
        for (JsonNode each : all.path("containers")) {
            ObjectNode container = (ObjectNode) each;
            boolean answers = !container.has("command") && !container.has("image");
            putIfAbsent(container, "image", all.textNode(image));
            putIfAbsent(container, "imagePullPolicy", all.textNode("IfNotPresent"));
            if (answers) {
                ArrayNode command = container.putArray("command");
                command.add("sh").add("-c").add(Programs.ANSWER).add("podproof");
                command.add(name + "/" + container.path("name").asText());
                container.path("ports").forEach(port -> {
                    if (!isOfLocalhost(container, port)) {
                        command.add(port.path("protocol").asText("TCP") + ":"
                                + port.path("containerPort").asInt());
                    }
                });
            }
        }
        for (JsonNode each : all.path("initContainers")) {
            ObjectNode container = (ObjectNode) each;
            putIfAbsent(container, "image", all.textNode(image));
            putIfAbsent(container, "imagePullPolicy", all.textNode("IfNotPresent"));
            putIfAbsent(container, "command", all.arrayNode().add("true"));
        }
        SecurityLevel.fit(complete, image);
        return complete;
    }

    private static boolean isOfLocalhost(JsonNode container, JsonNode port) {
        return StreamSupport.stream(container.path("env").spliterator(), false)
                .filter(variable -> variable.path("name").asText().equals(Pod.LOCALHOST))
                .anyMatch(variable -> variable.path("value")
                        .asText()
                        .equals(port.path("containerPort").asText()));
    }

    private static void putIfAbsent(ObjectNode object, String field, JsonNode value) {
        if (!object.has(field)) {
            object.set(field, value);
        }
    }
}
