package dev.podproof.conformance.steps;

import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.eventually.Limit;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.subject.HostPool;
import dev.podproof.conformance.world.AddressRange;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Hosts that join the cluster and leave it. */
public final class MembershipSteps {
    /** What a cluster has to look at them, before it may be said that one gets none. */
    private static final Limit PATIENCE = Limit.required(Duration.ofSeconds(10));
    /** The common split has 256. */
    private static final int MOST_ENTRIES = 320;

    private static final int ENTRIES_AT_A_TIME = 64;

    private final World world;
    private final List<String> entries = new ArrayList<>();
    private List<String> without = List.of();
    private List<Pod> before = List.of();
    private String joined = "";
    private String subnet = "";

    public MembershipSteps(World world) {
        this.world = world;
    }

    @When("a host joins the cluster, and a pod {name} on it listens on ports {int}, {int} and {int} over TCP and UDP")
    public void joins(String name, int first, int second, int third) {
        before = world.pods().all();
        HostPool pool = world.cluster().hostPool().orElseThrow();
        joined = pool.add();
        world.afterwards(this::leave);
        world.pods()
                .start(
                        world.namespace(),
                        PodManifest.of(name, first, second, third).alsoOverUdp().on(joined));
    }

    @Then("the host that joined has a subnet that overlaps no other's")
    public void ownSubnet() {
        Map<String, String> all = world.subnets();
        subnet = all.getOrDefault(joined, "");
        AddressRange own = SubnetSteps.range(world, "the subnet of " + joined, subnet);
        List<String> overlapping = all.entrySet().stream()
                .filter(each ->
                        AddressRange.read(each.getValue()).filter(own::overlaps).isPresent())
                .map(Map.Entry::getKey)
                .toList();
        world.comparison()
                .same("the hosts whose subnets overlap " + joined + "'s " + subnet, List.of(joined), overlapping);
    }

    @Then("the pods that were there before are the same, with the same containers and addresses")
    public void untouched() {
        for (Pod pod : before) {
            Pod now = world.pods().running(world.namespace(), pod.name());
            world.comparison().same("the UID of pod " + pod.name(), pod.uid(), now.uid());
            world.comparison().same("the containers of pod " + pod.name(), pod.containerIds(), now.containerIds());
            world.comparison().same("the address of pod " + pod.name(), pod.address(), now.address());
        }
    }

    @Then("once it has left, its subnet is no host's, and the other hosts have no way there any more")
    public void freed() {
        Map<String, List<String>> ways = ways();
        world.comparison()
                .holds(
                        "the routes to " + subnet + " while it is " + joined + "'s",
                        "one on each of the other hosts",
                        ways.toString(),
                        ways.values().stream().noneMatch(List::isEmpty));
        leave();
        Map<String, String> subnets = world.subnets();
        world.comparison()
                .holds(
                        "the subnets of all hosts",
                        "those of the other hosts, and no " + subnet,
                        subnets.toString(),
                        !subnets.isEmpty() && !subnets.containsKey(joined) && !subnets.containsValue(subnet));
        Map<String, List<String>> left = Eventually.lastSeen(
                world.cluster().settings().patience(),
                this::ways,
                seen -> seen.values().stream().allMatch(List::isEmpty));
        world.comparison()
                .holds(
                        "the routes to " + subnet + " when it is nobody's",
                        "none",
                        left.toString(),
                        !left.isEmpty() && left.values().stream().allMatch(List::isEmpty));
    }

    @Given("hosts without a machine, so many that some of them find no subnet left")
    public void takeAllSubnets() {
        while (entries.size() < MOST_ENTRIES && !entered().containsValue("")) {
            entries.addAll(world.hostEntries().add(ENTRIES_AT_A_TIME));
            Eventually.lastSeen(PATIENCE, this::entered, seen -> !seen.containsValue(""));
        }
        if (!entered().containsValue("")) {
            throw new NotMet("there are subnets for more than " + entries.size() + " hosts");
        }
    }

    @When("one of those that have a subnet leaves")
    public void leaveOne() {
        Map<String, String> all = entered();
        without = all.keySet().stream().filter(host -> all.get(host).isEmpty()).toList();
        entries.stream().filter(host -> !all.get(host).isEmpty()).findFirst().ifPresent(host -> {
            joined = host;
            subnet = all.get(host);
            world.hostEntries().remove(host);
            entries.remove(host);
        });
    }

    @Then("within {int} s one of those that had none has that subnet")
    public void givenToAnother(int seconds) {
        if (joined.isEmpty()) {
            // Where each host brings a subnet of its own there is nobody who could give it to another.
            world.comparison()
                    .same(
                            "the subnets of hosts that are entries alone",
                            Set.of(""),
                            Set.copyOf(entered().values()));
            return;
        }
        List<String> holders = Eventually.lastSeen(
                Limit.required(Duration.ofSeconds(seconds)),
                () -> world.subnets().entrySet().stream()
                        .filter(each -> each.getValue().equals(subnet))
                        .map(Map.Entry::getKey)
                        .toList(),
                seen -> seen.stream().anyMatch(without::contains));
        world.comparison()
                .holds(
                        "the hosts with the subnet " + subnet + ", which " + joined + " has left",
                        "one of " + without.size() + " that had none",
                        holders.toString(),
                        holders.size() == 1 && without.contains(holders.get(0)));
    }

    /** The subnets of the hosts that are no more than an entry in the API. */
    private Map<String, String> entered() {
        Map<String, String> all = world.subnets();
        all.keySet().retainAll(entries);
        return all;
    }

    /** The routes into the subnet, by the hosts that were there before. */
    private Map<String, List<String>> ways() {
        Map<String, List<String>> ways = new TreeMap<>();
        for (Host host : world.hosts()) {
            ways.put(
                    host.name(),
                    world.probe(host).routes().stream()
                            .filter(route -> route.startsWith(subnet + " "))
                            .toList());
        }
        return ways;
    }

    private void leave() {
        boolean known =
                Host.known(world.api()).stream().anyMatch(host -> host.name().equals(joined));
        if (known) {
            world.cluster().hostPool().orElseThrow().remove(joined);
        }
    }
}
