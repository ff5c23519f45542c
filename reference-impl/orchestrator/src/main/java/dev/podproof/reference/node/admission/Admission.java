package dev.podproof.reference.node.admission;

import dev.podproof.reference.api.HostPort;
import dev.podproof.reference.model.Amounts;
import dev.podproof.reference.model.NodeSelection;
import dev.podproof.reference.model.Pods;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Decides once for each pod whether this host takes it. A pod with a {@code nodeName} of its own has passed no scheduler: its
 * ports may be taken, its requests more than is left, and the host another one than it asks for. It then fails at once, as on any
 * kubelet, instead of being tried for ever. The words are a kubelet's.
 */
public final class Admission {
    private static final Amounts ONE_POD = new Amounts(Map.of("pods", 1L));

    private final Supplier<Collection<Pod>> bound;
    private final Supplier<Map<String, Quantity>> allocatable;
    private final String node;
    private final Supplier<Map<String, String>> labels;
    private final Map<String, Optional<Refusal>> decided = new HashMap<>();

    /**
     * Makes one that has admitted nobody yet.
     *
     * @param bound the pods that the API binds to this host
     * @param allocatable what the host has for them
     * @param node the host's name
     * @param labels what stands on its node; asked only if a pod wants to know
     */
    public Admission(
            Supplier<Collection<Pod>> bound,
            Supplier<Map<String, Quantity>> allocatable,
            String node,
            Supplier<Map<String, String>> labels) {
        this.bound = bound;
        this.allocatable = allocatable;
        this.node = node;
        this.labels = labels;
    }

    /**
     * Empty if the host takes the pod, now and from now on.
     *
     * @param begun it has containers here, whoever let it in: an earlier run of this agent, say
     */
    public synchronized Optional<Refusal> refuse(Pod pod, boolean begun) {
        String uid = uid(pod);
        Optional<Refusal> before = decided.get(uid);
        if (before != null) {
            return before;
        }
        List<Pod> others = bound.get().stream()
                .filter(other -> !uid(other).equals(uid) && isHere(other))
                .toList();
        Optional<Refusal> refusal = begun || hasStatuses(pod) ? Optional.empty() : refuse(pod, others);
        decided.put(uid, refusal);
        return refusal;
    }

    /** The pod is gone. */
    public synchronized void forget(String podUid) {
        decided.remove(podUid);
    }

    private Optional<Refusal> refuse(Pod pod, List<Pod> others) {
        return Sysctls.refuse(pod.getSpec())
                .or(() -> unlessSelected(pod))
                .or(() -> unlessPortsAreFree(pod, others))
                .or(() -> unlessThereIsEnough(pod, others));
    }

    private Optional<Refusal> unlessSelected(Pod pod) {
        return NodeSelection.isMade(pod) && !NodeSelection.allows(pod, node, labels.get())
                ? Optional.of(new Refusal("NodeAffinity", "Predicate NodeAffinity failed"))
                : Optional.empty();
    }

    private static Optional<Refusal> unlessPortsAreFree(Pod pod, List<Pod> others) {
        List<HostPort> wanted = Pods.hostPorts(pod);
        boolean taken = others.stream()
                .flatMap(other -> Pods.hostPorts(other).stream())
                .anyMatch(port -> wanted.stream().anyMatch(port::collidesWith));
        return taken ? Optional.of(new Refusal("NodePorts", "Predicate NodePorts failed")) : Optional.empty();
    }

    private Optional<Refusal> unlessThereIsEnough(Pod pod, List<Pod> others) {
        Amounts capacity = Amounts.of(allocatable.get());
        Amounts requested = demand(pod);
        Amounts used = others.stream().map(Admission::demand).reduce(Amounts.NONE, Amounts::plus);
        return Stream.of("pods", "cpu", "memory")
                .filter(capacity.units()::containsKey)
                .filter(resource -> requested.of(resource) > 0)
                .filter(resource -> used.of(resource) + requested.of(resource) > capacity.of(resource))
                .map(resource -> new Refusal(
                        "OutOf" + resource,
                        "Node didn't have enough resource: %s, requested: %d, used: %d, capacity: %d"
                                .formatted(resource, requested.of(resource), used.of(resource), capacity.of(resource))))
                .findFirst();
    }

    private static Amounts demand(Pod pod) {
        return Pods.requests(pod).plus(ONE_POD);
    }

    /** Those that were refused have failed, those that nobody has looked at yet are not here. */
    private boolean isHere(Pod pod) {
        Optional<Refusal> decision = decided.get(uid(pod));
        return !Pods.hasEnded(pod) && (decision == null ? hasStatuses(pod) : decision.isEmpty());
    }

    private static boolean hasStatuses(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getContainerStatuses() != null
                && !pod.getStatus().getContainerStatuses().isEmpty();
    }

    private static String uid(Pod pod) {
        return pod.getMetadata().getUid();
    }
}
