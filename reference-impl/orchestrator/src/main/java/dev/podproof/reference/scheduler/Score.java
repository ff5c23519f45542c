package dev.podproof.reference.scheduler;

import dev.podproof.reference.model.NodeSelection;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PreferredSchedulingTerm;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Which of the hosts that could run a pod is the best: one with much to spare, on which few of the pod's siblings run, and
 * which the pod prefers.
 */
final class Score {

    private static final double SPREADING = 2;
    private static final double PREFERENCE = 3;

    private final Demand demand;
    private final List<Host> candidates;
    private final Trait siblings;
    private final Trait preferred;
    private final Trait preferringOthers;

    /** What each candidate has of something, in their order, and the most that any of them has. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Trait(long[] values, long most) {
        static Trait of(List<Host> hosts, ToLongFunction<Host> value) {
            long[] values =
                    hosts.stream().mapToLong(host -> valueOf(host, value)).toArray();
            long most = 0;
            for (long each : values) {
                most = Math.max(most, each);
            }
            return new Trait(values, most);
        }

        /** One that can't be judged has none of it. */
        private static long valueOf(Host host, ToLongFunction<Host> value) {
            try {
                return value.applyAsLong(host);
            } catch (RuntimeException | Error failed) {
                Decision.JUDGING.skip(host.name(), failed);
                return 0;
            }
        }

        /** Between 0 and 1, which is the most that any candidate has; 0 where none has any. */
        double share(int index) {
            return most == 0 ? 0 : (double) values[index] / most;
        }
    }

    /**
     * Scores for one pod.
     *
     * @param candidates the hosts to choose from
     * @param selectors the selectors of the services that the pod belongs to
     */
    Score(Demand demand, List<Host> candidates, List<Map<String, String>> selectors) {
        this.demand = demand;
        this.candidates = candidates;
        this.siblings = Trait.of(candidates, host -> siblings(host, selectors));
        this.preferred = Trait.of(candidates, host -> preferred(demand.pod(), host));
        this.preferringOthers = Trait.of(candidates, host -> Taints.preferringOthers(demand.pod(), host));
    }

    /** The first of those with the highest score. */
    Host best() {
        int best = 0;
        double bestScore = of(0);
        for (int index = 1; index < candidates.size(); index++) {
            double score = of(index);
            if (score > bestScore) {
                best = index;
                bestScore = score;
            }
        }
        return candidates.get(best);
    }

    /** More is better; each part is between 0 and 1 times its weight. */
    private double of(int index) {
        return leastRequested(candidates.get(index))
                + SPREADING * (1 - siblings.share(index))
                + PREFERENCE * preferred.share(index)
                + PREFERENCE * (1 - preferringOthers.share(index));
    }

    private double leastRequested(Host host) {
        double cpu = spare(host, "cpu");
        double memory = spare(host, "memory");
        double pods = spare(host.pods().size(), host.allocatable().of("pods"));
        return (cpu + memory + pods) / 3;
    }

    private double spare(Host host, String resource) {
        long used = host.requested().of(resource) + demand.requests().of(resource);
        return spare(used, host.allocatable().of(resource));
    }

    private static double spare(long used, long available) {
        return available <= 0 ? 0 : Math.max(0, 1 - (double) used / available);
    }

    /** Most pods belong to no service, and then nobody has to be looked at. */
    private long siblings(Host host, List<Map<String, String>> selectors) {
        if (selectors.isEmpty()) {
            return demand.controller().map(host::countOf).orElse(0);
        }
        return host.pods().stream().filter(other -> isSibling(other, selectors)).count();
    }

    private boolean isSibling(Demand other, List<Map<String, String>> selectors) {
        String namespace = demand.pod().getMetadata().getNamespace();
        if (other.isEnding() || !other.pod().getMetadata().getNamespace().equals(namespace)) {
            return false;
        }
        Map<String, String> labels = other.pod().getMetadata().getLabels();
        return (demand.controller().isPresent() && demand.controller().equals(other.controller()))
                || (labels != null
                        && selectors.stream()
                                .anyMatch(selector -> labels.entrySet().containsAll(selector.entrySet())));
    }

    /** The weights of the pod's preferences that the host satisfies, added up. */
    private static long preferred(Pod pod, Host host) {
        return NodeSelection.affinity(pod).stream()
                .flatMap(affinity -> affinity.getPreferredDuringSchedulingIgnoredDuringExecution().stream())
                .filter(term -> NodeSelection.matches(term.getPreference(), host.name(), host.labels()))
                .mapToLong(PreferredSchedulingTerm::getWeight)
                .sum();
    }
}
