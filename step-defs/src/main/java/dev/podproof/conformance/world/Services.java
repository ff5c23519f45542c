package dev.podproof.conformance.world;

import com.fasterxml.jackson.databind.JsonNode;
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

    /** What the API shows of it now. */
    public Service read(Service service) {
        String path = "/api/v1/namespaces/" + service.namespace() + "/services/" + service.name();
        return new Service(service.namespace(), service.name(), api.read(path), service.age());
    }

    /** Waits until exactly these pods are listed as its ready endpoints. */
    public void awaitEndpoints(Service service, List<Pod> pods) {
        String path = "/api/v1/namespaces/" + service.namespace() + "/endpoints/" + service.name();
        List<String> wanted = pods.stream().map(Pod::address).sorted().toList();
        Eventually.eventually(
                "service " + service.name() + " to list " + wanted,
                settings.patience(),
                () -> addresses(api.get(path).body()),
                wanted::equals);
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
                .sorted()
                .toList();
    }
}
