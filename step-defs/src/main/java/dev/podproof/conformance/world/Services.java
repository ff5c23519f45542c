package dev.podproof.conformance.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.conformance.eventually.Age;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.probe.Documents;
import dev.podproof.conformance.subject.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** The services of a scenario, by the names that it gives them. */
public final class Services {
    /** The label by which the scenarios' services select: its value is the service's name. */
    public static final String BEHIND = "behind";

    private static final int NOT_FOUND = 404;

    private final ApiProbe api;
    private final Settings settings;
    private final Map<String, Service> byName = new LinkedHashMap<>();

    Services(ApiProbe api, Settings settings) {
        this.api = api;
        this.settings = settings;
    }

    /** Makes a service of the spec given as YAML. */
    public Service make(Namespace namespace, String name, String spec) {
        ObjectNode document = Documents.yaml("{apiVersion: v1, kind: Service}");
        document.putObject("metadata").put("name", name);
        document.set("spec", Documents.yaml(spec));
        JsonNode made = api.create(namespace.path("services"), document);
        Service service = new Service(namespace.name(), name, made, Age.ofNow());
        byName.put(name, service);
        return service;
    }

    /** Makes one in the namespace {@code default}, under a name that is the scenario's own, with which it goes if nobody deletes it. */
    public Service makeInDefault(Namespace owner, String name, String spec) {
        ObjectNode document = Documents.yaml("{apiVersion: v1, kind: Service}");
        String own = owner.name() + "-" + name;
        document.putObject("metadata")
                .put("name", own)
                .putArray("ownerReferences")
                .add(owner.asOwner());
        document.set("spec", Documents.yaml(spec));
        JsonNode made = api.create("/api/v1/namespaces/default/services", document);
        Service service = new Service("default", own, made, Age.ofNow());
        byName.put(name, service);
        return service;
    }

    /** Puts pods that run behind a service that selects by {@link #BEHIND}, and waits until it lists them. */
    public void putBehind(Service service, List<Pod> pods) {
        pods.forEach(pod -> label(pod, service.name()));
        awaitEndpoints(service, pods);
    }

    /** Sets the label of a pod by which services select; null takes it away. */
    public void label(Pod pod, String service) {
        ObjectNode change = Documents.yaml("{}");
        change.withObject("/metadata/labels").put(BEHIND, service);
        ApiProbe.granted(
                "relabel pod " + pod.name(),
                api.merge("/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.name(), change));
    }

    /** Takes all labels of a pod away. */
    public void withoutLabels(Pod pod) {
        ApiProbe.granted(
                "take the labels of pod " + pod.name(),
                api.merge(
                        "/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.name(),
                        Documents.yaml("metadata: {labels: null}")));
    }

    /** Has it select by these labels, and no others. */
    public void select(Service service, Map<String, String> labels) {
        ObjectNode change = Documents.yaml("{}");
        ObjectNode selector = change.withObject("/spec/selector");
        // A merge keeps what it does not name.
        service.document().path("spec").path("selector").fieldNames().forEachRemaining(selector::putNull);
        labels.forEach(selector::put);
        change(service, change);
    }

    /** Changes what is declared of it, in YAML; of lists, such as its ports, nothing stays. */
    public void change(Service service, String spec) {
        ObjectNode change = Documents.yaml("{}");
        change.set("spec", Documents.yaml(spec));
        change(service, change);
    }

    /** Whether the cluster lets it be changed so; it is, then. */
    public boolean isAllowed(Service service, String spec) {
        ObjectNode change = Documents.yaml("{}");
        change.set("spec", Documents.yaml(spec));
        return api.merge(path(service), change).succeeded();
    }

    /** Gives it one more label of its own. */
    public void giveLabel(Service service) {
        change(service, Documents.yaml("metadata: {labels: {podproof.dev/changed: 'yes'}}"));
    }

    /**
     * Replaces it by what it is, without its address. Some clusters refuse that, and let it have its address so; others keep the address for
     * it.
     */
    public void replaceWithoutAddress(Service service) {
        ObjectNode document = api.read(path(service)).deepCopy();
        document.withObject("/spec").remove(List.of("clusterIP", "clusterIPs"));
        api.put(path(service), document);
    }

    /** Whatever services of the cluster have this virtual address, as {@code namespace/name}. */
    public List<String> at(String address) {
        return StreamSupport.stream(api.read("/api/v1/services").path("items").spliterator(), false)
                .filter(each ->
                        address.equals(each.path("spec").path("clusterIP").asText()))
                .map(each -> each.path("metadata").path("namespace").asText() + "/"
                        + each.path("metadata").path("name").asText())
                .toList();
    }

    private void change(Service service, JsonNode change) {
        JsonNode changed = ApiProbe.granted("change service " + service.name(), api.merge(path(service), change));
        byName.put(service.name(), new Service(service.namespace(), service.name(), changed, service.age()));
    }

    /** What the API shows of it now. */
    public Service read(Service service) {
        return new Service(service.namespace(), service.name(), api.read(path(service)), service.age());
    }

    /** What the API shows of a service that the scenario has not made. */
    public Service read(String namespace, String name) {
        return read(new Service(namespace, name, MissingNode.getInstance(), Age.ofNow()));
    }

    /** True if the API still has it. */
    public boolean exists(Service service) {
        return api.get(path(service)).status() != NOT_FOUND;
    }

    /** Deletes a service; the scenario goes on knowing it as it was. */
    public void delete(Service service) {
        ApiProbe.granted("delete service " + service.name(), api.delete(path(service)));
    }

    /** Waits until exactly these pods are listed as its ready endpoints. */
    public void awaitEndpoints(Service service, List<Pod> pods) {
        List<String> wanted = pods.stream().map(Pod::address).sorted().toList();
        Eventually.eventually(
                "service " + service.name() + " to list " + wanted,
                settings.patience(),
                () -> endpoints(service),
                wanted::equals);
    }

    /** Waits until this pod, whoever else, is listed as a ready endpoint. */
    public void awaitEndpoint(Service service, Pod pod) {
        Eventually.eventually(
                "service " + service.name() + " to list " + pod.address(),
                settings.patience(),
                () -> endpoints(service),
                listed -> listed.contains(pod.address()));
    }

    /** The addresses that it lists as ready now, in their order. */
    public List<String> endpoints(Service service) {
        return addresses(api.get("/api/v1/namespaces/" + service.namespace() + "/endpoints/" + service.name())
                .body());
    }

    public Service get(String name) {
        Service service = byName.get(name);
        if (service == null) {
            throw new IllegalStateException("The scenario has no service " + name + ", only " + byName.keySet());
        }
        return service;
    }

    /** All that were made, in the order in which they were. */
    public List<Service> all() {
        return List.copyOf(byName.values());
    }

    private static List<String> addresses(JsonNode endpoints) {
        return StreamSupport.stream(endpoints.path("subsets").spliterator(), false)
                .flatMap(subset -> StreamSupport.stream(subset.path("addresses").spliterator(), false))
                .map(address -> address.path("ip").asText())
                .distinct()
                .sorted()
                .toList();
    }

    private static String path(Service service) {
        return "/api/v1/namespaces/" + service.namespace() + "/services/" + service.name();
    }
}
