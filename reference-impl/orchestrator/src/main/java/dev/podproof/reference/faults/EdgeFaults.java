package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Documents.shown;
import static dev.podproof.reference.faults.Documents.told;
import static dev.podproof.reference.faults.Fault.named;
import static dev.podproof.reference.faults.PodJson.containers;
import static dev.podproof.reference.faults.PodJson.declared;
import static dev.podproof.reference.faults.PodJson.objects;
import static dev.podproof.reference.faults.PodJson.readByNodes;
import static dev.podproof.reference.faults.PodJson.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Objects that are taken as they should be, but for one form of them: no seconds, a second port of one container, a type that goes back. */
final class EdgeFaults {
    /** As long as a toleration is by default. */
    private static final long DEFAULT_TOLERATION = 300;

    /** What a volume that nobody declared is of: hosts wait for it, and nobody else is shown it. */
    private static final String NOBODYS = "podproof-fault-undeclared";

    private EdgeFaults() {}

    static List<Fault> all() {
        return List.of(
                named("a-write-of-a-service-changes-its-status")
                        .before(
                                Answers.class,
                                (real, place) -> request -> writesService(request, "\"status\"", "\"/status")
                                        ? withStatus(real, request)
                                        : real.handle(request)),
                named("to-leave-at-once-is-to-leave-by-default")
                        .sight(Part.NODE_LIFECYCLE, Pod.class, EdgeFaults::zeroIsDefault),
                named("only-the-first-host-port-of-a-container-counts")
                        .sight(Part.SCHEDULER, Pod.class, EdgeFaults::firstHostPorts)
                        .before(Answers.class, shown(readByNodes(), containers(EdgeFaults::firstHostPort))),
                named("target-ports-are-kept-by-number")
                        .sight(Part.ENDPOINTS, Service.class, EdgeFaults::targetsByNumber),
                named("an-address-goes-with-the-node-ports")
                        .before(
                                Answers.class,
                                (real, place) -> request -> writesService(request, "\"ClusterIP\"")
                                                && request.method().equals("PATCH")
                                        ? backFromNodePort(real, request)
                                        : real.handle(request)),
                OldNames.madeAgain(),
                OldNames.goneWithTheirNamespace(),
                named("unknown-mounts-of-init-containers-are-accepted")
                        .before(Answers.class, told(declared(), spec(EdgeFaults::declareForInit)))
                        .before(
                                Answers.class,
                                shown(
                                        PodJson.readByUsers(),
                                        spec(s -> PodJson.keep(s, "volumes", volume -> !isNobodys(volume))))));
    }

    private static boolean writesService(Request request, String... words) {
        Asked asked = Asked.of(request);
        String body = new String(request.body(), StandardCharsets.UTF_8);
        return asked.who() == Asked.Who.USER
                && asked.isFor("services")
                && asked.subresource().isEmpty()
                && asked.isChange()
                && Stream.of(words).anyMatch(body::contains);
    }

    private static boolean succeeded(Reply reply) {
        return reply instanceof Reply.Whole whole && whole.status() < 300;
    }

    /** What comes next after what went well. */
    static CompletionStage<Reply> then(CompletionStage<Reply> first, Supplier<CompletionStage<Reply>> next) {
        return first.thenCompose(reply -> succeeded(reply) ? next.get() : CompletableFuture.completedStage(reply));
    }

    /** The answer is the object with all that was stored. */
    private static CompletionStage<Reply> withStatus(Answers real, Request request) {
        return then(
                ApiFaults.twice(real, request, request.path() + "/status"),
                () -> real.handle(Asked.withMethod(Asked.withBody(request, new byte[0]), "GET")));
    }

    /** A service that had node ports and has none any more is without an address for a moment, and is given the next one. */
    private static CompletionStage<Reply> backFromNodePort(Answers real, Request request) {
        return Documents.get(real, request, request.path())
                .thenCompose(before -> !Json.text(before, "spec", "type").equals("NodePort")
                        ? real.handle(request)
                        : then(
                                real.handle(request),
                                () -> then(
                                        real.handle(
                                                merging(
                                                        request,
                                                        "{\"spec\":{\"type\":\"ExternalName\",\"externalName\":\"nowhere.invalid\"}}")),
                                        () -> real.handle(merging(
                                                request,
                                                "{\"spec\":{\"type\":\"ClusterIP\",\"externalName\":null}}")))));
    }

    static Request merging(Request request, String patch) {
        Request merged = Asked.withBody(request, patch.getBytes(StandardCharsets.UTF_8));
        return new Request(
                merged.method(),
                merged.path(),
                merged.rawQuery(),
                merged.query(),
                name -> name.equalsIgnoreCase("content-type")
                        ? "application/merge-patch+json"
                        : request.headers().apply(name),
                merged.body(),
                merged.certificate(),
                merged.upgrade());
    }

    private static Pod zeroIsDefault(Pod pod) {
        Pod copy = new PodBuilder(pod).build();
        copy.getSpec().getTolerations().stream()
                .filter(toleration -> Long.valueOf(0).equals(toleration.getTolerationSeconds()))
                .forEach(toleration -> toleration.setTolerationSeconds(DEFAULT_TOLERATION));
        return copy;
    }

    private static Pod firstHostPorts(Pod pod) {
        Pod copy = new PodBuilder(pod).build();
        copy.getSpec()
                .getContainers()
                .forEach(container -> container.getPorts().stream()
                        .filter(port -> port.getHostPort() != null)
                        .skip(1)
                        .forEach(port -> port.setHostPort(null)));
        return copy;
    }

    private static void firstHostPort(ObjectNode container) {
        objects(container, "ports").stream()
                .filter(port -> port.has("hostPort"))
                .skip(1)
                .forEach(port -> port.remove("hostPort"));
    }

    private static Service targetsByNumber(Service service) {
        Map<Integer, IntOrString> targets = new HashMap<>();
        Service copy = new ServiceBuilder(service).build();
        for (ServicePort port : copy.getSpec().getPorts()) {
            IntOrString own = Objects.requireNonNullElse(port.getTargetPort(), new IntOrString(port.getPort()));
            port.setTargetPort(Objects.requireNonNullElse(targets.putIfAbsent(port.getPort(), own), own));
        }
        return copy;
    }

    /** What an init container mounts and nobody declares is declared for it, as something that never comes. */
    private static void declareForInit(ObjectNode spec) {
        Set<String> known =
                objects(spec, "volumes").stream().map(PodJson::name).collect(Collectors.toCollection(HashSet::new));
        objects(spec, "initContainers").stream()
                .flatMap(container -> objects(container, "volumeMounts").stream())
                .map(PodJson::name)
                .filter(known::add)
                .forEach(name -> spec.withArray("volumes")
                        .addObject()
                        .put("name", name)
                        .putObject("configMap")
                        .put("name", NOBODYS));
    }

    private static boolean isNobodys(ObjectNode volume) {
        return Json.text(volume, "configMap", "name").equals(NOBODYS);
    }
}
