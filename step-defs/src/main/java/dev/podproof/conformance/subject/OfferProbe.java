package dev.podproof.conformance.subject;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.conformance.MissingNeed;
import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.probe.Answer;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.probe.ApiRefused;
import dev.podproof.conformance.probe.Documents;
import dev.podproof.conformance.probe.ExecProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Finds out at the start what a cluster offers, by asking it for each thing in a namespace made for the purpose. */
final class OfferProbe {
    private final ApiProbe api;
    private final ExecProbe exec;
    private final Settings settings;
    private final Machines machines;
    private final HostOffers hosts;
    private final Consumer<String> progress;
    private final String namespace =
            "podproof-offers-" + UUID.randomUUID().toString().substring(0, 8);

    /**
     * Takes the cluster.
     *
     * @param progress told in a line of what takes a while
     */
    OfferProbe(ApiProbe api, ExecProbe exec, Settings settings, Machines machines, Consumer<String> progress) {
        this.api = api;
        this.exec = exec;
        this.settings = settings;
        this.machines = machines;
        this.progress = progress;
        this.hosts =
                new HostOffers(machines.hosts(), "no way into the hosts is given; name one with --docker-hosts FILE");
    }

    /** What the cluster offers. What it forbids, or has no answer to, it does not offer, for the reason that it gives: only an API that is lost ends this. */
    Offers probe() {
        try {
            api.create("/api/v1/namespaces", namespace());
        } catch (NotMet | ApiRefused | MissingNeed e) {
            return Offers.none()
                    .without(Offers.APPLETS, "no namespace can be made for the scenarios: " + e.getMessage());
        }
        try {
            return probed();
        } finally {
            api.delete(path(""));
        }
    }

    private ObjectNode namespace() {
        ObjectNode document = Documents.yaml("metadata: {name: %s}".formatted(namespace));
        RunIdentity owner = RunIdentity.ofThisProcess();
        owner.labels().forEach(document.withObject("/metadata/labels")::put);
        owner.annotations().forEach(document.withObject("/metadata/annotations")::put);
        document.withObject("/metadata/labels").put(SecurityLevel.LABEL, SecurityLevel.RESTRICTED.word());
        return document;
    }

    private Offers probed() {
        AppletProbe image = new AppletProbe(api, exec, settings, namespace, progress);
        List<Host> usable = new ArrayList<>();
        Offers offers = Offers.none()
                .put(Offers.APPLETS, tried(() -> {
                    usable.addAll(Host.usable(api, settings));
                    return image.missing(usable);
                }))
                .put("host-join", hostJoin())
                .put(Offers.DISRUPTION, disruption())
                .put("image-etcd", settings.registries().whyNot("etcd"))
                .put("image-zookeeper", settings.registries().whyNot("zookeeper"))
                .put("image-consul", settings.registries().whyNot("consul"))
                .put("outside-name", outsideName())
                .put("outside-endpoint", outside())
                .put("two-hosts", twoHosts(usable.size()))
                .put("host-control", hosts.control(usable))
                .put("docker-links", hosts.links(usable))
                .put("dns", tried(this::dns))
                .put("node-labels", tried(this::nodeLabels))
                .put("strict-field-validation", tried(this::strictFields));
        // From here on what the strictest level keeps out.
        ObjectNode loosest = Documents.yaml("{}");
        loosest.withObject("/metadata/labels").put(SecurityLevel.LABEL, SecurityLevel.PRIVILEGED.word());
        Optional<String> refused = tried(() -> {
            ApiProbe.granted("let privileged pods into a namespace", api.merge(path(""), loosest));
            return Optional.empty();
        });
        return offers.put(
                        "host-path",
                        refused.or(() -> tried(() -> admits("volumes: [{name: tmp, hostPath: {path: /tmp}}]"))))
                .put("host-network", refused.or(() -> tried(() -> admits("hostNetwork: true"))))
                .put(
                        "host-port",
                        refused.or(() -> tried(() -> admits("ports: [{containerPort: 8080, hostPort: 38080}]"))));
    }

    private static Optional<String> tried(Supplier<Optional<String>> question) {
        try {
            return question.get();
        } catch (NotMet | ApiRefused | MissingNeed e) {
            return Optional.of(e.getMessage());
        }
    }

    private Optional<String> hostJoin() {
        return machines.pool().isPresent() ? Optional.empty() : Optional.of("no means to add a host is given");
    }

    private Optional<String> disruption() {
        return settings.disruption()
                ? Optional.empty()
                : Optional.of(
                        "this cluster was not made for the run: its hosts are taken away, and others added, only with --allow-disruption");
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
        ObjectNode pod = Documents.yaml(spec);
        SecurityLevel.fit(pod, settings.image());
        Answer answer = api.post(path("/pods"), pod);
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
