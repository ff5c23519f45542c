package dev.podproof.conformance.steps;

import dev.podproof.conformance.world.AddressRange;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The shares of the pods' addresses that hosts have. */
public final class SubnetSteps {
    private static final int COMMON_SHARE = 24;
    private static final int COMMON_WHOLE = 16;

    private final World world;
    private Map<String, String> subnets = Map.of();

    public SubnetSteps(World world) {
        this.world = world;
    }

    @When("the subnets of all hosts are read")
    public void read() {
        subnets = world.subnets();
    }

    @Then("each host has a subnet, and no two of them overlap")
    public void apart() {
        world.comparison()
                .holds(
                        "the hosts without a subnet",
                        "none of " + subnets.keySet(),
                        subnets.toString(),
                        !subnets.isEmpty() && !subnets.containsValue(""));
        Map<String, AddressRange> ranges = new TreeMap<>();
        subnets.forEach((host, subnet) -> ranges.put(host, range(world, "the subnet of " + host, subnet)));
        Map<String, String> overlapping = new TreeMap<>();
        ranges.forEach((host, subnet) -> ranges.forEach((other, theirs) -> {
            if (host.compareTo(other) < 0 && subnet.overlaps(theirs)) {
                overlapping.put(host + " and " + other, subnet + " and " + theirs);
            }
        }));
        world.comparison().same("the overlaps among " + subnets, Map.of(), overlapping);
    }

    /** What the target says, which may be no range at all. */
    static AddressRange range(World world, String what, String said) {
        Optional<AddressRange> range = AddressRange.read(said);
        world.comparison().holds(what, "a range such as 10.244.1.0/24", "'" + said + "'", range.isPresent());
        return range.orElseThrow();
    }

    @Then("each pod's address is from its own host's subnet, and from no other's")
    public void ownSubnet() {
        for (Pod pod : world.pods().all()) {
            List<String> from = subnets.entrySet().stream()
                    .filter(entry -> AddressRange.parse(entry.getValue()).contains(pod.address()))
                    .map(Map.Entry::getKey)
                    .toList();
            world.comparison()
                    .same(
                            "the hosts from whose subnets " + pod.address() + " of pod " + pod.name() + " is",
                            List.of(pod.host()),
                            from);
        }
    }

    @Then("no pod sees a network on its interfaces that reaches into another host's subnet")
    public void noneReachesOver() {
        for (Pod pod : world.pods().all()) {
            List<String> over = world.network(pod, pod.container()).ownNetworks().stream()
                    .filter(network -> subnets.entrySet().stream()
                            .anyMatch(entry -> !entry.getKey().equals(pod.host())
                                    && AddressRange.parse(entry.getValue()).overlaps(AddressRange.parse(network))))
                    .toList();
            world.comparison()
                    .same(
                            "the networks on the interfaces of pod " + pod.name() + " on " + pod.host()
                                    + " that reach into one of " + subnets,
                            List.of(),
                            over);
        }
    }

    @Then("each of them has 256 addresses, and all are from one range of 65536")
    public void commonSplit() {
        AddressRange whole = null;
        for (Map.Entry<String, String> each : subnets.entrySet()) {
            AddressRange subnet = AddressRange.parse(each.getValue());
            world.comparison().same("the prefix of the subnet of " + each.getKey(), COMMON_SHARE, subnet.prefix());
            AddressRange around = subnet.widened(COMMON_SHARE - COMMON_WHOLE);
            whole = whole == null ? around : whole;
            world.comparison().same("the /16 that " + subnet + " is from", whole, around);
        }
    }
}
