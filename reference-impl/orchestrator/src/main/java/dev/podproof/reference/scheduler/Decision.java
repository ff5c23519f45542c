package dev.podproof.reference.scheduler;

import dev.podproof.reference.view.OneByOne;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Where a pod goes, or why it can't go anywhere. */
sealed interface Decision {

    /** So many hosts are compared at least, and all of them where there are no more. */
    int ENOUGH = 100;

    /** Of many hosts a part as small as this is compared. */
    int PART = 20;

    /** Hosts that can't be. */
    OneByOne JUDGING = new OneByOne("judging hosts");

    /** The pod goes there. */
    record Place(Host host) implements Decision {}

    /** No host takes the pod; {@code why} counts the reasons, as in "0/3 nodes are available: 3 Insufficient cpu." */
    record Nowhere(String why) implements Decision {}

    /**
     * The best of the hosts on which nothing stands against the pod (SCH-01, POD-02). Of equals the first in the order of
     * {@code hosts} is taken.
     *
     * @param selectors the selectors of the services that the pod belongs to
     */
    static Decision on(List<Host> hosts, Pod pod, List<Map<String, String>> selectors) {
        return on(hosts, 0, pod, selectors);
    }

    /**
     * The same where there are so many hosts that looking at all of them for each pod would not pay: it ends with the hundredth
     * that could run the pod, or the twentieth part of all. Whoever begins elsewhere each time comes to all of them. (Kubernetes
     * does so by {@code percentageOfNodesToScore}.)
     *
     * @param start which host is looked at first
     */
    static Decision on(List<Host> hosts, int start, Pod pod, List<Map<String, String>> selectors) {
        Demand demand = Demand.of(pod);
        List<Host> candidates = new ArrayList<>();
        Map<String, Integer> objections = new TreeMap<>();
        int enough = Math.max(ENOUGH, hosts.size() / PART);
        for (int looked = 0; looked < hosts.size() && candidates.size() < enough; looked++) {
            Host host = hosts.get((start + looked) % hosts.size());
            List<String> against = judged(demand, host);
            if (against.isEmpty()) {
                candidates.add(host);
            }
            against.forEach(reason -> objections.merge(reason, 1, Integer::sum));
        }
        if (candidates.isEmpty()) {
            return new Nowhere(explain(hosts.size(), objections));
        }
        return new Place(new Score(demand, candidates, selectors).best());
    }

    /** One host that can't be judged takes no pods, and keeps them from no other. */
    private static List<String> judged(Demand demand, Host host) {
        try {
            return against(demand, host);
        } catch (RuntimeException | Error failed) {
            JUDGING.skip(host.name(), failed);
            return List.of("node(s) could not be judged");
        }
    }

    private static List<String> against(Demand demand, Host host) {
        for (Filter filter : Filter.ALL) {
            List<String> objections = filter.objections(demand, host);
            if (!objections.isEmpty()) {
                return objections;
            }
        }
        return List.of();
    }

    private static String explain(int hosts, Map<String, Integer> objections) {
        String counted = objections.entrySet().stream()
                .map(reason -> reason.getValue() + " " + reason.getKey())
                .collect(Collectors.joining(", "));
        return hosts == 0
                ? "no nodes available to schedule pods"
                : "0/%d nodes are available: %s.".formatted(hosts, counted);
    }
}
