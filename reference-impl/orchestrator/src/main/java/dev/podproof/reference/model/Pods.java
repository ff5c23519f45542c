package dev.podproof.reference.model;

import dev.podproof.reference.api.HostPort;
import dev.podproof.reference.view.Index;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What several components have to know of pods. */
public final class Pods {

    /** Pods by the uid of the controller that they belong to; those without one by {@link #orphansOf} their namespace. */
    public static final Index<Pod> BY_CONTROLLER = new Index<>(
            "controller",
            pod -> List.of(controllerOf(pod)
                    .map(OwnerReference::getUid)
                    .orElseGet(() -> orphansOf(pod.getMetadata().getNamespace()))));

    /** Pods by the node that they are bound to; those that wait for one under the empty name. */
    public static final Index<Pod> BY_NODE = new Index<>("node", pod -> List.of(nodeOf(pod)));

    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private Pods() {}

    /** What {@link #BY_CONTROLLER} holds the pods of a namespace under that no controller has. */
    public static String orphansOf(String namespace) {
        return "none in " + namespace;
    }

    /** The one owner that decides on the object's life. */
    public static Optional<OwnerReference> controllerOf(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst();
    }

    /** Whether all of these labels stand on the object. An empty selector selects nothing, as nobody means everything. */
    public static boolean selects(Map<String, String> selector, HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return selector != null
                && labels != null
                && !selector.isEmpty()
                && labels.entrySet().containsAll(selector.entrySet());
    }

    /** The node's name, empty while the pod has none. */
    public static String nodeOf(Pod pod) {
        String name = pod.getSpec().getNodeName();
        return name == null ? "" : name;
    }

    /** The pod's phase, Pending where nobody has reported one. */
    public static String phase(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return phase == null ? "Pending" : phase;
    }

    /** Whether all containers have ended for good. */
    public static boolean hasEnded(Pod pod) {
        return ENDED.contains(phase(pod));
    }

    /** What of the host's ports its containers ask for. */
    public static List<HostPort> hostPorts(Pod pod) {
        return pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .filter(port -> port.getHostPort() != null && port.getHostPort() > 0)
                .map(port -> new HostPort(port.getHostIP(), port.getHostPort(), port.getProtocol()))
                .toList();
    }

    /** What it asks for: its containers run together, its init containers one after the other before them. */
    public static Amounts requests(Pod pod) {
        Amounts together =
                pod.getSpec().getContainers().stream().map(Pods::requests).reduce(Amounts.NONE, Amounts::plus);
        Amounts needed =
                pod.getSpec().getInitContainers().stream().map(Pods::requests).reduce(together, Amounts::max);
        return needed.plus(Amounts.of(pod.getSpec().getOverhead()));
    }

    private static Amounts requests(Container container) {
        ResourceRequirements resources = container.getResources();
        return resources == null ? Amounts.NONE : Amounts.of(resources.getRequests());
    }

    public static boolean isEnding(HasMetadata object) {
        return object.getMetadata().getDeletionTimestamp() != null;
    }

    public static Optional<PodCondition> condition(Pod pod, String type) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(condition -> type.equals(condition.getType()))
                        .findFirst();
    }

    /** The time that a text is; empty if it is none. */
    public static Optional<Instant> time(String text) {
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    public static boolean isReady(Pod pod) {
        return condition(pod, "Ready")
                .filter(ready -> "True".equals(ready.getStatus()))
                .isPresent();
    }

    /** Since when the pod has been ready; empty if it is not, or if nobody says. */
    public static Optional<Instant> readySince(Pod pod) {
        return condition(pod, "Ready")
                .filter(ready -> "True".equals(ready.getStatus()))
                .map(PodCondition::getLastTransitionTime)
                .flatMap(Pods::time);
    }
}
