package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Documents.shown;
import static dev.podproof.reference.faults.Documents.told;
import static dev.podproof.reference.faults.Fault.named;
import static dev.podproof.reference.faults.PodJson.containers;
import static dev.podproof.reference.faults.PodJson.objects;
import static dev.podproof.reference.faults.PodJson.readByNodes;
import static dev.podproof.reference.faults.PodJson.spec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.exchange.Request;
import dev.podproof.reference.model.Nodes;
import dev.podproof.reference.model.Pods;
import dev.podproof.reference.node.runtime.ContainerRuntime;
import dev.podproof.reference.node.runtime.ContainerSpec;
import dev.podproof.reference.node.runtime.ContainerSpec.Resources;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Pods that come to hosts which they were not meant for, and containers that use more than they may. */
final class PlacementFaults {
    private static final long LONG_PENDING = 10;
    private static final long HALF_A_CPU = 50_000;

    private PlacementFaults() {}

    /**
     * What the scheduler sees of pods. The hosts must not see what it overlooks, or they would refuse what it sends them: they see no requests, host ports or node
     * selectors at all, which changes nothing else.
     */
    static List<Fault> all() {
        return List.of(
                scheduling("requests-are-ignored", "requests", PlacementFaults::withoutRequests),
                scheduling("memory-requests-are-ignored", "requests", pod -> requests(pod, "memory")),
                scheduling("cpu-requests-are-ignored", "requests", pod -> requests(pod, "cpu")),
                scheduling("only-the-largest-request-counts", "requests", PlacementFaults::largestRequest),
                scheduling(
                        "pods-count-once-they-run",
                        "both",
                        pod -> isOnItsWay(pod) ? withoutRequests(withoutHostPorts(pod, port -> true, 0)) : pod),
                // Who waits is looked at again when somebody has gone: who is to end has to seem gone, but for its
                // ports.
                scheduling(
                        "requests-of-who-is-to-end-do-not-count",
                        "requests",
                        pod -> Pods.isEnding(pod) && Pods.hostPorts(pod).isEmpty() ? null : pod),
                named("requests-are-forgotten-after-a-while")
                        .sight(
                                Set.of(Part.SCHEDULER),
                                Pod.class,
                                () -> (pod, around) ->
                                        pod.getSpec().getNodeName() == null && around.age(pod) > LONG_PENDING
                                                ? withoutRequests(pod)
                                                : pod)
                        .before(Answers.class, shown(readByNodes(), overlooked("requests"))),
                scheduling("host-ports-are-ignored", "ports", pod -> withoutHostPorts(pod, port -> true, 0)),
                scheduling(
                        "host-ports-of-udp-are-ignored",
                        "ports",
                        pod -> withoutHostPorts(pod, port -> "UDP".equals(port.getProtocol()), 0)),
                scheduling(
                        "host-ports-of-later-containers-are-ignored",
                        "ports",
                        pod -> withoutHostPorts(pod, port -> true, 1)),
                named("declared-ports-are-taken-of-the-host").sight(Part.SCHEDULER, Pod.class, pod -> {
                    Pod copy = new PodBuilder(pod).build();
                    copy.getSpec().getContainers().stream()
                            .flatMap(container -> container.getPorts().stream())
                            .forEach(port -> port.setHostPort(port.getContainerPort()));
                    return copy;
                }),
                scheduling("empty-values-select-any-node", "selector", pod -> {
                    Map<String, String> rest = new HashMap<>(selector(pod));
                    rest.values().removeIf(String::isEmpty);
                    return selecting(pod, rest);
                }),
                scheduling("node-selectors-are-ignored", "selector", pod -> selecting(pod, Map.of())),
                scheduling("only-the-first-label-selects-nodes", "selector", pod -> selecting(pod, first(pod))),
                named("selectors-that-no-node-satisfies-are-ignored")
                        .sight(
                                Set.of(Part.SCHEDULER),
                                Pod.class,
                                () -> (pod, around) ->
                                        around.view().list(Node.class).stream().anyMatch(node -> matches(pod, node))
                                                ? pod
                                                : selecting(pod, Map.of()))
                        .before(Answers.class, shown(readByNodes(), overlooked("selector"))),
                named("replicas-come-to-one-host")
                        .sight(
                                Set.of(Part.SCHEDULER),
                                Pod.class,
                                onOneHost(pod ->
                                        !pod.getMetadata().getOwnerReferences().isEmpty())),
                named("pods-come-to-one-host")
                        .sight(
                                Set.of(Part.SCHEDULER),
                                Pod.class,
                                onOneHost(pod ->
                                        pod.getMetadata().getOwnerReferences().isEmpty())),
                named("namesakes-elsewhere-are-siblings")
                        .sight(Set.of(Part.SCHEDULER), Pod.class, () -> PlacementFaults::asSibling),
                onlyTheFirstEvent(),
                named("pending-without-an-event")
                        .before(
                                Answers.class,
                                Documents.refused(
                                        request -> Asked.of(request).isFor("events") && isOfWaiting(request),
                                        403,
                                        "Forbidden")),
                named("pending-for-no-reason-that-is-said")
                        .before(Answers.class, told(asked -> asked.isFor("events"), PlacementFaults::meaningless)),
                limits("limits-are-ignored", (first, resources) -> Resources.UNLIMITED),
                limits(
                        "limits-of-later-containers-are-ignored",
                        (first, resources) -> first ? resources : Resources.UNLIMITED),
                limits(
                        "memory-limits-are-ignored",
                        (first, resources) -> new Resources(0, resources.cpuQuotaMicros(), resources.cpuShares())),
                limits(
                        "cpu-limits-are-ignored",
                        (first, resources) -> new Resources(resources.memoryBytes(), 0, resources.cpuShares())),
                limits(
                        "large-cpu-limits-are-ignored",
                        (first, resources) -> resources.cpuQuotaMicros() > HALF_A_CPU
                                ? new Resources(resources.memoryBytes(), 0, resources.cpuShares())
                                : resources),
                limits(
                        "cpu-limits-are-doubled",
                        (first, resources) -> new Resources(
                                resources.memoryBytes(), resources.cpuQuotaMicros() * 2, resources.cpuShares())),
                named("out-of-memory-is-an-error-like-any-other")
                        .before(
                                Answers.class,
                                shown(
                                        PodJson.readByUsers(),
                                        PodJson.status(status -> objects(status, "containerStatuses")
                                                .forEach(PlacementFaults::plainError)))));
    }

    private static Fault scheduling(String id, String hidden, UnaryOperator<Pod> change) {
        return named(id)
                .sight(Part.SCHEDULER, Pod.class, change)
                .before(Answers.class, shown(readByNodes(), overlooked(hidden)));
    }

    private static UnaryOperator<ObjectNode> overlooked(String what) {
        Consumer<ObjectNode> noRequests = container -> {
            if (container.get("resources") instanceof ObjectNode resources) {
                resources.remove("requests");
            }
        };
        return switch (what) {
            case "requests" -> containers(noRequests);
            case "ports" -> containers(PlacementFaults::withoutHostPorts);
            case "both" -> containers(noRequests.andThen(PlacementFaults::withoutHostPorts));
            default -> spec(s -> s.remove("nodeSelector"));
        };
    }

    private static void withoutHostPorts(ObjectNode container) {
        objects(container, "ports").forEach(port -> port.remove("hostPort"));
    }

    /** What comes of the limits of a container. */
    private interface Limits {
        Resources of(boolean first, Resources resources);
    }

    private static Fault limits(String id, Limits change) {
        return named(id).before(ContainerRuntime.class, (real, place) -> new RuntimeDecorator(real) {
            @Override
            public String create(ContainerSpec spec) {
                return real.create(
                        Specs.isSandbox(spec)
                                ? spec
                                : Specs.resources(spec, change.of(Specs.isFirst(real, spec), spec.resources())));
            }
        });
    }

    private static Pod eachContainer(Pod pod, Consumer<Container> change) {
        Pod copy = new PodBuilder(pod).build();
        copy.getSpec().getContainers().forEach(change);
        return copy;
    }

    private static Pod withoutRequests(Pod pod) {
        return eachContainer(pod, container -> {
            if (container.getResources() != null) {
                container.getResources().setRequests(Map.of());
            }
        });
    }

    private static Pod requests(Pod pod, String ignored) {
        return eachContainer(pod, container -> {
            if (container.getResources() != null && container.getResources().getRequests() != null) {
                Map<String, Quantity> rest =
                        new HashMap<>(container.getResources().getRequests());
                rest.remove(ignored);
                container.getResources().setRequests(rest);
            }
        });
    }

    private static Pod largestRequest(Pod pod) {
        Map<String, Quantity> largest = new HashMap<>();
        pod.getSpec().getContainers().stream()
                .filter(container -> container.getResources() != null
                        && container.getResources().getRequests() != null)
                .forEach(container -> container
                        .getResources()
                        .getRequests()
                        .forEach((name, amount) -> largest.merge(
                                name,
                                amount,
                                (one, other) -> one.getNumericalAmount().compareTo(other.getNumericalAmount()) > 0
                                        ? one
                                        : other)));
        Pod copy = withoutRequests(pod);
        if (!largest.isEmpty()) {
            copy.getSpec().getContainers().stream()
                    .filter(container -> container.getResources() != null)
                    .findFirst()
                    .ifPresent(container -> container.getResources().setRequests(largest));
        }
        return copy;
    }

    private static Pod withoutHostPorts(Pod pod, Predicate<ContainerPort> which, int from) {
        Pod copy = new PodBuilder(pod).build();
        copy.getSpec().getContainers().stream()
                .skip(from)
                .flatMap(container -> container.getPorts().stream())
                .filter(which)
                .forEach(port -> port.setHostPort(null));
        return copy;
    }

    private static boolean isOnItsWay(Pod pod) {
        return pod.getSpec().getNodeName() != null
                && (pod.getStatus() == null || "Pending".equals(pod.getStatus().getPhase()));
    }

    private static Map<String, String> selector(Pod pod) {
        return pod.getSpec().getNodeSelector() == null
                ? Map.of()
                : pod.getSpec().getNodeSelector();
    }

    private static Map<String, String> first(Pod pod) {
        return selector(pod).isEmpty() ? Map.of() : Map.ofEntries(new TreeMap<>(selector(pod)).firstEntry());
    }

    private static Pod selecting(Pod pod, Map<String, String> selector) {
        return new PodBuilder(pod)
                .editSpec()
                .withNodeSelector(selector)
                .endSpec()
                .build();
    }

    private static boolean matches(Pod pod, Node node) {
        Map<String, String> labels = node.getMetadata().getLabels();
        return labels != null && labels.entrySet().containsAll(selector(pod).entrySet());
    }

    private static Supplier<Lens<Pod>> onOneHost(Predicate<Pod> which) {
        return () -> (pod, around) -> {
            if (pod.getSpec().getNodeName() != null
                    || !which.test(pod)
                    || !selector(pod).isEmpty()) {
                return pod;
            }
            Map<String, String> chosen = around.view().list(Node.class).stream()
                    .filter(Nodes::isReady)
                    .map(node -> node.getMetadata().getName())
                    .min(String::compareTo)
                    .map(name -> Map.of("kubernetes.io/hostname", name))
                    .orElse(Map.of());
            return selecting(pod, chosen);
        };
    }

    /** A pod that is placed is seen in the namespace of the newest service that would select it if it were there. */
    private static Pod asSibling(Pod pod, Lens.Around around) {
        if (pod.getSpec().getNodeName() == null) {
            return pod;
        }
        return around.view().list(Service.class).stream()
                .filter(service -> service.getSpec().getSelector() != null
                        && !service.getSpec().getSelector().isEmpty()
                        && Pods.selects(service.getSpec().getSelector(), pod))
                .max(Comparator.comparing(service -> service.getMetadata().getCreationTimestamp()))
                .map(service -> new PodBuilder(pod)
                        .editMetadata()
                        .withNamespace(service.getMetadata().getNamespace())
                        .endMetadata()
                        .build())
                .orElse(pod);
    }

    /** Of the pods of a namespace that wait, one alone has an event that says so. */
    private static Fault onlyTheFirstEvent() {
        Map<String, String> first = new ConcurrentHashMap<>();
        return named("only-the-first-that-waits-has-an-event")
                .before(
                        Answers.class,
                        Documents.refused(
                                request -> {
                                    if (!Asked.of(request).isFor("events") || !isOfWaiting(request)) {
                                        return false;
                                    }
                                    ObjectNode event = Json.parseObject(request.body());
                                    String pod = Json.text(event, "involvedObject", "name");
                                    String said =
                                            first.putIfAbsent(Asked.of(request).namespace(), pod);
                                    return said != null && !said.equals(pod);
                                },
                                403,
                                "Forbidden"));
    }

    private static boolean isOfWaiting(Request request) {
        return new String(request.body(), StandardCharsets.UTF_8).contains("FailedScheduling");
    }

    private static ObjectNode meaningless(ObjectNode event) {
        if (Json.text(event, "reason").equals("FailedScheduling")) {
            event.put("message", "0/0 nodes are available");
        }
        return event;
    }

    private static void plainError(ObjectNode container) {
        for (String state : new ArrayList<>(List.of("state", "lastState"))) {
            if (container.path(state).get("terminated") instanceof ObjectNode ended
                    && Json.text(ended, "reason").equals("OOMKilled")) {
                ended.put("reason", "Error");
            }
        }
    }
}
