package dev.podproof.reference.scheduler;

import dev.podproof.reference.model.NodeSelection;
import java.util.ArrayList;
import java.util.List;

/** A reason why a pod can't run on a host. */
@FunctionalInterface
interface Filter {

    /** All of them, cheapest first. */
    List<Filter> ALL = List.of(
            Filter::ready,
            Filter::nodeName,
            Filter::unschedulable,
            Filter::nodeSelection,
            Taints::untolerated,
            Filter::hostPorts,
            Filter::resources);

    /** What stands against it, in words that can be counted over hosts; nothing if the pod may run there. */
    List<String> objections(Demand demand, Host host);

    private static List<String> ready(Demand demand, Host host) {
        return host.isReady() ? List.of() : List.of("node(s) were not ready");
    }

    private static List<String> nodeName(Demand demand, Host host) {
        String wanted = demand.pod().getSpec().getNodeName();
        return wanted == null || wanted.isEmpty() || wanted.equals(host.name())
                ? List.of()
                : List.of("node(s) didn't match the requested node name");
    }

    private static List<String> unschedulable(Demand demand, Host host) {
        boolean refused = host.isUnschedulable() && !Taints.toleratesUnschedulable(demand.pod());
        return refused ? List.of("node(s) were unschedulable") : List.of();
    }

    private static List<String> nodeSelection(Demand demand, Host host) {
        return NodeSelection.allows(demand.pod(), host.name(), host.labels())
                ? List.of()
                : List.of("node(s) didn't match Pod's node affinity/selector");
    }

    private static List<String> hostPorts(Demand demand, Host host) {
        boolean taken = !demand.hostPorts().isEmpty()
                && demand.hostPorts().stream().anyMatch(port -> host.hostPorts().anyMatch(port::collidesWith));
        return taken ? List.of("node(s) didn't have free ports for the requested pod ports") : List.of();
    }

    private static List<String> resources(Demand demand, Host host) {
        List<String> missing = new ArrayList<>();
        if (host.pods().size() + 1 > host.allocatable().of("pods")) {
            missing.add("Too many pods");
        }
        demand.requests().units().forEach((resource, amount) -> {
            if (amount > 0
                    && amount
                            > host.allocatable().of(resource) - host.requested().of(resource)) {
                missing.add("Insufficient " + resource);
            }
        });
        return missing;
    }
}
