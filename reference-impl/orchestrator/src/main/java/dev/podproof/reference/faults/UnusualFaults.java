package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Documents.shown;
import static dev.podproof.reference.faults.Documents.told;
import static dev.podproof.reference.faults.Fault.named;
import static dev.podproof.reference.faults.PodJson.containers;
import static dev.podproof.reference.faults.PodJson.objects;
import static dev.podproof.reference.faults.PodJson.readByNodes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Request;
import dev.podproof.reference.model.Pods;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ReplicationController;
import io.fabric8.kubernetes.api.model.ReplicationControllerBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A master that does with most objects what it should, and not with those that are declared or changed in a less usual way. */
final class UnusualFaults {
    private static final Set<String> USUAL_RESOURCES = Set.of("cpu", "memory");
    private static final String LEAVES =
            "{\"spec\":{\"type\":\"ExternalName\",\"externalName\":\"nowhere.invalid\",\"selector\":null}}";

    private UnusualFaults() {}

    static List<Fault> all() {
        return List.of(
                named("requests-of-other-kinds-are-ignored")
                        .sight(Part.SCHEDULER, Pod.class, UnusualFaults::usualRequests),
                named("space-at-the-end-is-lost")
                        .before(
                                Answers.class,
                                told(
                                        asked -> asked.who() == Asked.Who.USER
                                                && asked.isFor("pods")
                                                && asked.subresource().isEmpty()
                                                && !asked.method().equals("DELETE"),
                                        UnusualFaults::stripped)),
                named("only-one-of-two-services-hears-of-new-labels")
                        .before(Answers.class, (real, place) -> OneServiceHears.ofEach(real, place.clock())),
                namesakesCount(),
                named("pods-without-the-label-are-not-released")
                        .sight(Set.of(Part.REPLICATION), Pod.class, Lens.recalling(UnusualFaults::withOldKeys, false)),
                named("only-the-first-port-of-a-container-may-be-the-hosts")
                        .sight(Part.SCHEDULER, Pod.class, UnusualFaults::firstPorts)
                        .before(
                                Answers.class,
                                shown(
                                        readByNodes(),
                                        containers(container -> objects(container, "ports").stream()
                                                .skip(1)
                                                .forEach(port -> port.remove("hostPort"))))),
                named("an-address-goes-with-a-replacement")
                        .before(
                                Answers.class,
                                (real, place) ->
                                        request -> replaces(request) ? replaced(real, request) : real.handle(request)),
                named("new-selectors-wait-for-a-pod-to-change")
                        .sight(Set.of(Part.ENDPOINTS), Service.class, oldSelectors()));
    }

    private static Pod usualRequests(Pod pod) {
        Pod copy = new PodBuilder(pod).build();
        Stream.concat(copy.getSpec().getContainers().stream(), copy.getSpec().getInitContainers().stream())
                .map(Container::getResources)
                .filter(resources -> resources != null && resources.getRequests() != null)
                .forEach(resources -> {
                    Map<String, Quantity> usual = new HashMap<>(resources.getRequests());
                    usual.keySet().retainAll(USUAL_RESOURCES);
                    resources.setRequests(usual);
                });
        return copy;
    }

    private static ObjectNode stripped(ObjectNode object) {
        object.properties().forEach(field -> field.setValue(strip(field.getValue())));
        return object;
    }

    private static JsonNode strip(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return stripped(object);
        }
        if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, strip(array.get(i)));
            }
            return array;
        }
        return value.isTextual() ? TextNode.valueOf(value.asText().stripTrailing()) : value;
    }

    /** Who belongs to nobody and matches counts wherever it is: as many fewer are made, and said to be there all the same. */
    private static Fault namesakesCount() {
        Map<String, Integer> elsewhere = new ConcurrentHashMap<>();
        return named("namesakes-elsewhere-count")
                .sight(Set.of(Part.REPLICATION), ReplicationController.class, () -> (controller, around) -> {
                    int wanted = controller.getSpec().getReplicas();
                    int counted = Math.min(wanted, namesakes(controller, around));
                    elsewhere.put(controller.getMetadata().getUid(), counted);
                    return new ReplicationControllerBuilder(controller)
                            .editSpec()
                            .withReplicas(wanted - counted)
                            .endSpec()
                            .build();
                })
                .before(
                        Answers.class,
                        shown(
                                asked -> asked.who() == Asked.Who.USER && asked.isFor("replicationcontrollers"),
                                controller -> counting(
                                        controller,
                                        elsewhere.getOrDefault(Json.text(controller, "metadata", "uid"), 0))));
    }

    private static int namesakes(ReplicationController controller, Lens.Around around) {
        return (int) around.view().list(Pod.class).stream()
                .filter(pod -> !pod.getMetadata()
                        .getNamespace()
                        .equals(controller.getMetadata().getNamespace()))
                .filter(pod -> pod.getMetadata().getOwnerReferences().isEmpty())
                .filter(pod -> !Pods.isEnding(pod) && !Pods.hasEnded(pod))
                .filter(pod -> Pods.selects(controller.getSpec().getSelector(), pod))
                .count();
    }

    private static ObjectNode counting(ObjectNode controller, int more) {
        ObjectNode status = Json.child(controller, "status");
        if (more > 0) {
            for (String number : List.of("replicas", "readyReplicas", "availableReplicas", "fullyLabeledReplicas")) {
                status.put(number, status.path(number).asInt() + more);
            }
        }
        return controller;
    }

    /** A label that is taken away seems to be there. */
    private static Pod withOldKeys(Pod now, Pod before) {
        Map<String, String> labels = new HashMap<>(labels(before));
        labels.putAll(labels(now));
        return new PodBuilder(now)
                .editMetadata()
                .withLabels(labels)
                .endMetadata()
                .build();
    }

    private static Map<String, String> labels(Pod pod) {
        return pod.getMetadata().getLabels() == null
                ? Map.of()
                : pod.getMetadata().getLabels();
    }

    private static Pod firstPorts(Pod pod) {
        Pod copy = new PodBuilder(pod).build();
        copy.getSpec()
                .getContainers()
                .forEach(container -> container.getPorts().stream().skip(1).forEach(port -> port.setHostPort(null)));
        return copy;
    }

    private static boolean replaces(Request request) {
        Asked asked = Asked.of(request);
        if (asked.who() != Asked.Who.USER
                || !asked.isFor("services")
                || !asked.subresource().isEmpty()
                || !asked.method().equals("PUT")) {
            return false;
        }
        try {
            return Json.text(Json.parseObject(request.body()), "spec", "clusterIP")
                    .isEmpty();
        } catch (ApiException unreadable) {
            // That is for the server to say.
            return false;
        }
    }

    /** A service that had an address is without one for a moment, and is given the next. */
    private static CompletionStage<Reply> replaced(Answers real, Request request) {
        ObjectNode body = Json.parseObject(request.body());
        Json.child(body, "metadata").remove("resourceVersion");
        return Documents.get(real, request, request.path()).thenCompose(before -> {
            String address = Json.text(before, "spec", "clusterIP");
            return address.isEmpty() || address.equals("None")
                    ? real.handle(request)
                    : EdgeFaults.then(
                            real.handle(Asked.withMethod(EdgeFaults.merging(request, LEAVES), "PATCH")),
                            () -> real.handle(Asked.withBody(request, Json.bytes(body))));
        });
    }

    /** What a service's selector was, until a pod that it matches, or would match now, is another than at the change. */
    private static Supplier<Lens<Service>> oldSelectors() {
        record Waiting(Map<String, String> obeyed, Map<String, String> next, Set<String> pods) {}
        return () -> {
            Map<String, Waiting> known = new HashMap<>();
            return (service, around) -> {
                Map<String, String> declared = selector(service);
                synchronized (known) {
                    Waiting now = known.compute(service.getMetadata().getUid(), (uid, before) -> {
                        if (before == null || before.obeyed().equals(declared)) {
                            return new Waiting(declared, declared, Set.of());
                        }
                        Set<String> pods = states(service, around, before.obeyed(), declared);
                        if (!before.next().equals(declared)) {
                            return new Waiting(before.obeyed(), declared, pods);
                        }
                        return before.pods().equals(pods) ? before : new Waiting(declared, declared, Set.of());
                    });
                    return new ServiceBuilder(service)
                            .editSpec()
                            .withSelector(now.obeyed())
                            .endSpec()
                            .build();
                }
            };
        };
    }

    private static Map<String, String> selector(Service service) {
        return service.getSpec().getSelector() == null
                ? Map.of()
                : Map.copyOf(service.getSpec().getSelector());
    }

    private static Set<String> states(
            Service service, Lens.Around around, Map<String, String> one, Map<String, String> other) {
        return around.view().list(Pod.class, service.getMetadata().getNamespace()).stream()
                .filter(pod -> Pods.selects(one, pod) || Pods.selects(other, pod))
                .map(pod -> pod.getMetadata().getUid() + "@" + pod.getMetadata().getResourceVersion())
                .collect(Collectors.toSet());
    }
}
