package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Fault.named;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.model.Pods;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Services that list pods which they should not, or ports that those do not have. */
final class EndpointFaults {
    private EndpointFaults() {}

    static List<Fault> all() {
        return List.of(
                oldMatchesStay(),
                services("one-number-for-a-name-of-target-ports", () -> EndpointFaults::numbersOfTheFirst),
                services(
                        "headless-services-without-ports-list-nobody",
                        () -> (service, around) ->
                                "None".equals(service.getSpec().getClusterIP())
                                                && service.getSpec().getPorts().isEmpty()
                                        ? selecting(service, Map.of("podproof.dev/nobody", "nobody"))
                                        : service),
                pods(
                                "readiness-of-later-containers-is-ignored",
                                () -> (pod, around) -> firstIsReady(pod) ? ready(pod) : pod)
                        .before(Answers.class, Documents.shown(PodJson.readByUsers(), EndpointFaults::firstIsEnough)),
                services("the-selector-of-a-service-is-read-once", Lens.recalling(EndpointFaults::selectorOf, true)),
                services("one-label-is-enough-for-a-service", () -> (service, around) -> firstLabel(service)),
                services(
                        "target-ports-are-ignored",
                        target(port -> port.setTargetPort(new IntOrString(port.getPort())))),
                services("names-of-target-ports-are-ignored", target(port -> {
                    if (port.getTargetPort() != null && port.getTargetPort().getStrVal() != null) {
                        port.setTargetPort(new IntOrString(port.getPort()));
                    }
                })),
                pods(
                        "pods-without-labels-stay-where-they-were",
                        Lens.recalling(
                                (now, before) -> now.getMetadata().getLabels() == null
                                                || now.getMetadata().getLabels().isEmpty()
                                        ? new PodBuilder(now)
                                                .editMetadata()
                                                .withLabels(before.getMetadata().getLabels())
                                                .endMetadata()
                                                .build()
                                        : now,
                                false)),
                pods("target-ports-of-later-containers-are-not-found", () -> (pod, around) -> {
                    Pod copy = new PodBuilder(pod).build();
                    copy.getSpec().getContainers().stream().skip(1).forEach(container -> container.setPorts(List.of()));
                    return copy;
                }),
                pods("pods-that-are-not-ready-get-traffic", () -> (pod, around) -> isRunning(pod) ? ready(pod) : pod),
                pods("readiness-is-read-once", onceReady()),
                pods("pods-that-failed-get-traffic", () -> (pod, around) -> hasFailed(pod) ? running(pod) : pod),
                pods("labels-are-read-once-by-services", ReplicationFaults.oldLabels()),
                // Who is to end is listed no more long before it is gone: what is remembered is the pod as it was
                // before that.
                pods(
                                "deleted-pods-are-listed",
                                Lens.recalling((now, before) -> Pods.isEnding(now) ? before : now, false))
                        .remembers(Part.ENDPOINTS, Pod.class));
    }

    private static Fault services(String id, Supplier<Lens<Service>> lens) {
        return named(id).sight(Set.of(Part.ENDPOINTS), Service.class, lens);
    }

    private static Fault pods(String id, Supplier<Lens<Pod>> lens) {
        return named(id).sight(Set.of(Part.ENDPOINTS), Pod.class, lens);
    }

    private static Supplier<Lens<Service>> target(Consumer<ServicePort> change) {
        return () -> (service, around) -> {
            Service copy = new ServiceBuilder(service).build();
            copy.getSpec().getPorts().forEach(change);
            return copy;
        };
    }

    /** A pod that matched an earlier selector is seen with the labels of the one that there is now. */
    private static Fault oldMatchesStay() {
        Map<String, Set<Map<String, String>>> selectors = new ConcurrentHashMap<>();
        return services("pods-of-an-earlier-selector-stay", () -> (service, around) -> {
                    if (service.getSpec().getSelector() != null) {
                        selectors
                                .computeIfAbsent(service.getMetadata().getUid(), uid -> ConcurrentHashMap.newKeySet())
                                .add(Map.copyOf(service.getSpec().getSelector()));
                    }
                    return service;
                })
                .sight(Set.of(Part.ENDPOINTS), Pod.class, () -> (pod, around) -> {
                    Map<String, String> labels = new HashMap<>();
                    around.view().list(Service.class, pod.getMetadata().getNamespace()).stream()
                            .filter(service -> service.getSpec().getSelector() != null)
                            .filter(service -> selectors
                                    .getOrDefault(service.getMetadata().getUid(), Set.of())
                                    .stream()
                                    .anyMatch(selector -> Pods.selects(selector, pod)))
                            .forEach(service -> labels.putAll(service.getSpec().getSelector()));
                    return labels.isEmpty()
                            ? pod
                            : new PodBuilder(pod)
                                    .editMetadata()
                                    .addToLabels(labels)
                                    .endMetadata()
                                    .build();
                });
    }

    /** What a name of a target port means in one pod, it is taken to mean in all. */
    private static Service numbersOfTheFirst(Service service, Lens.Around around) {
        Service copy = new ServiceBuilder(service).build();
        copy.getSpec().getPorts().stream()
                .filter(port ->
                        port.getTargetPort() != null && port.getTargetPort().getStrVal() != null)
                .forEach(port -> around
                        .view()
                        .list(Pod.class, service.getMetadata().getNamespace())
                        .stream()
                        .filter(pod -> Pods.selects(service.getSpec().getSelector(), pod))
                        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                        .flatMap(pod -> pod.getSpec().getContainers().stream())
                        .flatMap(container -> container.getPorts().stream())
                        .filter(found -> port.getTargetPort().getStrVal().equals(found.getName()))
                        .findFirst()
                        .ifPresent(found -> port.setTargetPort(new IntOrString(found.getContainerPort()))));
        return copy;
    }

    private static boolean firstIsReady(Pod pod) {
        return isRunning(pod)
                && pod.getStatus().getContainerStatuses().stream()
                        .limit(1)
                        .anyMatch(first -> Boolean.TRUE.equals(first.getReady()));
    }

    private static ObjectNode firstIsEnough(ObjectNode pod) {
        List<ObjectNode> containers = PodJson.objects(pod.path("status"), "containerStatuses");
        if (!containers.isEmpty() && containers.get(0).path("ready").asBoolean()) {
            PodJson.objects(pod.path("status"), "conditions").stream()
                    .filter(condition -> Set.of("Ready", "ContainersReady")
                            .contains(condition.path("type").asText()))
                    .forEach(condition -> condition.put("status", "True"));
        }
        return pod;
    }

    private static Service selectorOf(Service now, Service first) {
        return selecting(now, first.getSpec().getSelector());
    }

    private static Service firstLabel(Service service) {
        Map<String, String> selector = service.getSpec().getSelector();
        return selector == null || selector.size() < 2
                ? service
                : selecting(service, Map.ofEntries(new TreeMap<>(selector).firstEntry()));
    }

    private static Service selecting(Service service, Map<String, String> selector) {
        return new ServiceBuilder(service)
                .editSpec()
                .withSelector(selector)
                .endSpec()
                .build();
    }

    private static boolean isRunning(Pod pod) {
        return pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase());
    }

    private static boolean hasFailed(Pod pod) {
        return pod.getStatus() != null
                && ("Failed".equals(pod.getStatus().getPhase())
                        || "Succeeded".equals(pod.getStatus().getPhase()));
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    static Pod ready(Pod pod) {
        Pod copy = new PodBuilder(pod).build();
        for (PodCondition condition : copy.getStatus().getConditions()) {
            if ("Ready".equals(condition.getType())) {
                condition.setStatus("True");
            }
        }
        return copy;
    }

    private static Pod running(Pod pod) {
        return ready(new PodBuilder(pod)
                .editStatus()
                .withPhase("Running")
                .endStatus()
                .build());
    }

    private static Supplier<Lens<Pod>> onceReady() {
        return Lens.recalling((now, before) -> isReady(before) && isRunning(now) ? ready(now) : now, false);
    }
}
