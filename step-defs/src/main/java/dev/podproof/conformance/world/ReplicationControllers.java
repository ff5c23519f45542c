package dev.podproof.conformance.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.probe.Documents;
import dev.podproof.conformance.subject.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** The replication controllers of a scenario, by the names that it gives them. */
public final class ReplicationControllers {
    /** One of the two labels by which they select: its value is the controller's name. */
    public static final String CONTROLLER = "kept-by";

    /** The other one, which is the same for all of them. */
    private static final Map<String, String> KEPT = Map.of("kept", "yes");

    private final ApiProbe api;
    private final Settings settings;
    private final Map<String, ReplicationController> byName = new LinkedHashMap<>();

    ReplicationControllers(ApiProbe api, Settings settings) {
        this.api = api;
        this.settings = settings;
    }

    /** Declares one that keeps so many pods like this. */
    public ReplicationController make(Namespace namespace, String name, int replicas, PodManifest pod) {
        ObjectNode template = pod.labelled(labels(name)).complete(settings.image());
        namespace.allow(template);
        template.remove(List.of("apiVersion", "kind"));
        ((ObjectNode) template.path("metadata")).remove("name");
        ObjectNode document = Documents.yaml("{apiVersion: v1, kind: ReplicationController}");
        document.putObject("metadata").put("name", name);
        ObjectNode spec = document.putObject("spec").put("replicas", replicas);
        ObjectNode selector = spec.putObject("selector");
        labels(name).forEach(selector::put);
        spec.set("template", template);
        ReplicationController made = new ReplicationController(
                namespace.name(), name, api.create(namespace.path("replicationcontrollers"), document));
        byName.put(name, made);
        return made;
    }

    /** All the labels by which the one of that name selects. */
    public static Map<String, String> labels(String name) {
        Map<String, String> labels = new TreeMap<>(KEPT);
        labels.put(CONTROLLER, name);
        return labels;
    }

    /** Declares another number for one that is there; it is handed back as the API shows it in its answer. */
    public ReplicationController scale(ReplicationController controller, int replicas) {
        ObjectNode change = Documents.yaml("spec: {replicas: %d}".formatted(replicas));
        return new ReplicationController(
                controller.namespace(),
                controller.name(),
                ApiProbe.granted("scale " + controller.name(), api.merge(path(controller), change)));
    }

    public ReplicationController read(ReplicationController controller) {
        return new ReplicationController(controller.namespace(), controller.name(), api.read(path(controller)));
    }

    /** Whether it reports that number, having seen what was declared last. */
    public boolean reports(ReplicationController controller, int number) {
        return controller.isUpToDate() && controller.observed() == number;
    }

    /** The pods that match its selector, have not ended and are not on their way out, whoever owns them. */
    public List<Pod> matching(ReplicationController controller) {
        return all(controller).stream()
                .filter(pod -> !pod.document().path("metadata").has("deletionTimestamp") && !pod.hasEnded())
                .toList();
    }

    /** Every pod that matches its selector, on its way out or not. Who matches is found out here, and not asked of the API. */
    public List<Pod> all(ReplicationController controller) {
        String path = "/api/v1/namespaces/" + controller.namespace() + "/pods";
        return StreamSupport.stream(api.read(path).path("items").spliterator(), false)
                .map(pod -> new Pod(
                        controller.namespace(),
                        pod.path("metadata").path("name").asText(),
                        pod))
                .filter(pod -> labels(controller.name()).entrySet().stream()
                        .allMatch(label -> pod.label(label.getKey()).equals(label.getValue())))
                .toList();
    }

    /** Sets the labels by which that one selects; for null it takes its own away. */
    public void label(Pod pod, String controller) {
        ObjectNode change = Documents.yaml("{}");
        KEPT.forEach(change.withObject("/metadata/labels")::put);
        change.withObject("/metadata/labels").put(CONTROLLER, controller);
        ApiProbe.granted(
                "relabel pod " + pod.name(),
                api.merge("/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.name(), change));
    }

    public ReplicationController get(String name) {
        ReplicationController controller = byName.get(name);
        if (controller == null) {
            throw new IllegalStateException("The scenario has no controller " + name + ", only " + byName.keySet());
        }
        return controller;
    }

    private static String path(ReplicationController controller) {
        return "/api/v1/namespaces/" + controller.namespace() + "/replicationcontrollers/" + controller.name();
    }
}
