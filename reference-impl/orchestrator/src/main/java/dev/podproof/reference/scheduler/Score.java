package dev.podproof.reference.scheduler;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which of the hosts that could run a pod is the best: one with much to spare, on which few of the pod's siblings run, and
 * which the pod prefers.
 */
final class Score {

    private static final double SPREADING = 2;
    private static final double PREFERENCE = 3;

    private final Pod pod;
    private final Amounts requests;
    private final Predicate<Pod> sibling;
    private final double mostSiblings;
    private final double mostPreferred;
    private final double mostPreferringOthers;

    /**
     * Scores for one pod.
     *
     * @param candidates the hosts to choose from
     * @param selectors the selectors of the services that the pod belongs to
     */
    Score(Demand demand, Collection<Host> candidates, List<Map<String, String>> selectors) {
        this.pod = demand.pod();
        this.requests = demand.requests();
        this.sibling = other -> isSibling(other, selectors);
        this.mostSiblings = candidates.stream().mapToLong(this::siblings).max().orElse(0);
        this.mostPreferred = candidates.stream()
                .mapToLong(host -> NodeAffinity.preferred(pod, host))
                .max()
                .orElse(0);
        this.mostPreferringOthers = candidates.stream()
                .mapToLong(host -> Taints.preferringOthers(pod, host))
                .max()
                .orElse(0);
    }

    /** More is better; each part is between 0 and 1 times its weight. */
    double of(Host host) {
        return leastRequested(host)
                + SPREADING * (1 - share(siblings(host), mostSiblings))
                + PREFERENCE * share(NodeAffinity.preferred(pod, host), mostPreferred)
                + PREFERENCE * (1 - share(Taints.preferringOthers(pod, host), mostPreferringOthers));
    }

    private double leastRequested(Host host) {
        Amounts wanted = host.requested().plus(requests);
        double cpu = spare(wanted.of("cpu"), host.allocatable().of("cpu"));
        double memory = spare(wanted.of("memory"), host.allocatable().of("memory"));
        double pods = spare(host.pods().size() * 1000L, host.allocatable().of("pods"));
        return (cpu + memory + pods) / 3;
    }

    private long siblings(Host host) {
        return host.pods().stream().map(Demand::pod).filter(sibling).count();
    }

    private boolean isSibling(Pod other, List<Map<String, String>> selectors) {
        if (!other.getMetadata().getNamespace().equals(pod.getMetadata().getNamespace())
                || other.getMetadata().getDeletionTimestamp() != null) {
            return false;
        }
        Optional<String> owner = controller(pod);
        Map<String, String> labels = other.getMetadata().getLabels();
        return (owner.isPresent() && owner.equals(controller(other)))
                || (labels != null
                        && selectors.stream()
                                .anyMatch(selector -> labels.entrySet().containsAll(selector.entrySet())));
    }

    private static Optional<String> controller(Pod pod) {
        return pod.getMetadata().getOwnerReferences().stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .map(OwnerReference::getUid)
                .findFirst();
    }

    private static double spare(long used, long available) {
        return available <= 0 ? 0 : Math.max(0, 1 - (double) used / available);
    }

    private static double share(long part, double most) {
        return most <= 0 ? 0 : part / most;
    }
}
