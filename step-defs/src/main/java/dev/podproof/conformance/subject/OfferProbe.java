package dev.podproof.conformance.subject;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.conformance.probe.Answer;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.probe.Documents;
import dev.podproof.conformance.probe.ExecProbe;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Finds out at the start what a cluster offers, by asking it for each thing in a namespace made for the purpose. */
final class OfferProbe {
    private final ApiProbe api;
    private final ExecProbe exec;
    private final Settings settings;
    private final Machines machines;
    private final HostOffers hosts;
    private final String namespace =
            "podproof-offers-" + UUID.randomUUID().toString().substring(0, 8);

    OfferProbe(ApiProbe api, ExecProbe exec, Settings settings, Machines machines) {
        this.api = api;
        this.exec = exec;
        this.settings = settings;
        this.machines = machines;
        this.hosts =
                new HostOffers(machines.hosts(), "no way into the hosts is given; name one with --docker-hosts FILE");
    }

    Offers probe() {
        api.create("/api/v1/namespaces", Documents.yaml("metadata: {name: %s}".formatted(namespace)));
        try {
            return probed();
        } finally {
            api.delete(path(""));
        }
    }

    private Offers probed() {
        Optional<String> applets = new AppletProbe(api, exec, settings, namespace).missing();
        List<Host> usable = Host.usable(api, settings);
        return Offers.none()
                .put(Offers.APPLETS, applets)
                .put("host-join", hostJoin())
                .put("image-etcd", settings.registries().whyNot("etcd"))
                .put("image-zookeeper", settings.registries().whyNot("zookeeper"))
                .put("image-consul", settings.registries().whyNot("consul"))
                .put("outside-name", outsideName())
                .put("outside-endpoint", outside())
                .put("two-hosts", twoHosts(usable.size()))
                .put("host-control", hosts.control(usable))
                .put("docker-links", hosts.links(usable))
                .put("dns", dns())
                .put("node-labels", nodeLabels())
                .put("host-path", admits("volumes: [{name: tmp, hostPath: {path: /tmp}}]"))
                .put("host-network", admits("hostNetwork: true"))
                .put("host-port", admits("ports: [{containerPort: 8080, hostPort: 38080}]"))
                .put("strict-field-validation", strictFields());
    }

    private Optional<String> hostJoin() {
        return machines.pool().isPresent() ? Optional.empty() : Optional.of("no means to add a host is given");
    }

    private Optional<String> outside() {
        return settings.outside().isPresent()
                ? Optional.empty()
                : Optional.of("no server outside is named with --outside");
    }

    private Optional<String> outsideName() {
        return settings.outsideName().isPresent()
                ? Optional.empty()
                : Optional.of("no name that only the hosts' resolver knows is given with --outside-name");
    }

    private Optional<String> twoHosts(int usable) {
        return usable >= 2
                ? Optional.empty()
                : Optional.of(
                        usable + " of the hosts may be used (ready, schedulable, at most " + settings.maxHosts() + ")");
    }

    /** A cluster DNS is known by nothing but its port: its service has another name on every distribution. */
    private Optional<String> dns() {
        for (JsonNode service : api.read("/api/v1/services").path("items")) {
            boolean virtual = service.path("spec")
                            .path("clusterIP")
                            .asText("None")
                            .contains(".")
                    || service.path("spec").path("clusterIP").asText("None").contains(":");
            for (JsonNode port : service.path("spec").path("ports")) {
                if (virtual
                        && port.path("port").asInt() == 53
                        && port.path("protocol").asText().equals("UDP")) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of("no service in any namespace has a virtual address with port 53/UDP");
    }

    private Optional<String> nodeLabels() {
        Answer answer = api.post("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", Documents.yaml("""
                        apiVersion: authorization.k8s.io/v1
                        kind: SelfSubjectAccessReview
                        spec: {resourceAttributes: {verb: patch, resource: nodes}}
                        """));
        return answer.body().path("status").path("allowed").asBoolean()
                ? Optional.empty()
                : Optional.of("this user may not change hosts: " + answer.status() + " " + answer.message());
    }

    /** Whether pods like this are let in. They name a scheduler that does not exist, so that none is ever started. */
    private Optional<String> admits(String property) {
        boolean ofContainer = property.startsWith("ports:");
        String spec = """
                metadata: {generateName: offer-}
                spec:
                  schedulerName: podproof-offers-only
                  containers:
                  - name: main
                    image: %s
                    %s
                  %s
                """.formatted(settings.image(), ofContainer ? property : "", ofContainer ? "" : property);
        Answer answer = api.post(path("/pods"), Documents.yaml(spec));
        return answer.succeeded() ? Optional.empty() : Optional.of(answer.message());
    }

    private Optional<String> strictFields() {
        Answer answer = api.post(
                path("/configmaps") + ApiProbe.query(Map.of("fieldValidation", "Strict")),
                Documents.yaml("{metadata: {generateName: offer-}, podproofNoSuchField: 1}"));
        boolean refused = answer.status() == 400 && answer.message().contains("podproofNoSuchField");
        return refused
                ? Optional.empty()
                : Optional.of(
                        "with fieldValidation=Strict a ConfigMap with an unknown field is answered " + answer.status());
    }

    private String path(String below) {
        return "/api/v1/namespaces/" + namespace + below;
    }
}
