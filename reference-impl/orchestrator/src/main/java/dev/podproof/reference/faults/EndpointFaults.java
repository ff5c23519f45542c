package dev.podproof.reference.faults;

import static dev.podproof.reference.faults.Fault.named;

import dev.podproof.reference.model.Pods;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Services that list pods which they should not, or ports that those do not have. */
final class EndpointFaults {
    private EndpointFaults() {}

    static List<Fault> all() {
        return List.of(
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

    private static Pod ready(Pod pod) {
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
