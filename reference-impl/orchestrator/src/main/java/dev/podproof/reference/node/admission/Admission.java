package dev.podproof.reference.node.admission;

import dev.podproof.reference.model.Pods;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Decides once for each pod whether this host takes it. A pod with a {@code nodeName} of its own has passed no scheduler: its
 * ports may be taken, and its requests more than is left. It then fails at once, as on any kubelet, instead of being tried for ever.
 */
public final class Admission {
    private final Supplier<Collection<Pod>> bound;
    private final Supplier<Map<String, Quantity>> allocatable;
    private final Map<String, Optional<Refusal>> decided = new HashMap<>();

    /**
     * Makes one that has admitted nobody yet.
     *
     * @param bound the pods that the API binds to this host
     * @param allocatable what the host has for them
     */
    public Admission(Supplier<Collection<Pod>> bound, Supplier<Map<String, Quantity>> allocatable) {
        this.bound = bound;
        this.allocatable = allocatable;
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
        Demand demand = Demand.of(pod);
        List<Demand> taken = others.stream().map(Demand::of).toList();
        if (taken.stream().anyMatch(demand::wantsAPortOf)) {
            return Optional.of(new Refusal("NodePorts", "Predicate NodePorts failed"));
        }
        Map<String, Quantity> capacities = allocatable.get();
        return List.of("pods", "cpu", "memory").stream()
                .filter(capacities::containsKey)
                .flatMap(resource ->
                        tooMuch(
                                resource,
                                demand,
                                taken,
                                capacities.get(resource).getNumericalAmount())
                                .stream())
                .findFirst();
    }

    private static Optional<Refusal> tooMuch(String resource, Demand demand, List<Demand> taken, BigDecimal capacity) {
        BigDecimal requested = demand.of(resource);
        BigDecimal used = taken.stream().map(each -> each.of(resource)).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (requested.signum() == 0 || used.add(requested).compareTo(capacity) <= 0) {
            return Optional.empty();
        }
        return Optional.of(new Refusal(
                "OutOf" + resource,
                "Node didn't have enough resource: %s, requested: %s, used: %s, capacity: %s"
                        .formatted(
                                resource,
                                units(resource, requested),
                                units(resource, used),
                                units(resource, capacity))));
    }

    /** Processors are counted in thousandths. */
    private static String units(String resource, BigDecimal amount) {
        BigDecimal units = resource.equals("cpu") ? amount.movePointRight(3) : amount;
        return units.toBigInteger().toString();
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
