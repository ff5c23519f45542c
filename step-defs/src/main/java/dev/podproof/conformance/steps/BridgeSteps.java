package dev.podproof.conformance.steps;

import dev.podproof.conformance.probe.HostProbe;
import dev.podproof.conformance.probe.HostProbe.Attachment;
import dev.podproof.conformance.probe.HostProbe.Cable;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.world.AddressRange;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The bridges of hosts that pods are attached to. What the host's kernel shows counts; Docker's Engine, where it knows the network, has to agree. */
public final class BridgeSteps {
    private static final String BRIDGE = "bridge";

    private final World world;
    private final Map<Pod, Cable> cables = new LinkedHashMap<>();
    private final Map<Pod, Attachment> attachments = new LinkedHashMap<>();

    public BridgeSteps(World world) {
        this.world = world;
    }

    @When("the kernel of every host and its Docker Engine are asked what its pods are attached to")
    public void ask() {
        for (Pod pod : world.pods().all()) {
            HostProbe host = probe(pod.host());
            cables.put(pod, host.cable(world.otherEnd(pod)));
            // A plugin may have done the work of the Engine, which then says that its network is none.
            host.container(pod.containerIds().get(0))
                    .flatMap(host::attachment)
                    .filter(found -> found.driver().equals(BRIDGE))
                    .ifPresent(found -> attachments.put(pod, found));
        }
    }

    @Then("on each host every pod's cable is plugged into one bridge, the same for all of them")
    public void oneBridge() {
        Map<String, Set<String>> byHost = new TreeMap<>();
        cables.forEach((pod, cable) -> {
            world.comparison()
                    .holds(
                            "what the cable of pod " + pod.name() + " is plugged into on " + pod.host(),
                            "a bridge",
                            cable.toString(),
                            !cable.bridge().isEmpty());
            byHost.computeIfAbsent(pod.host(), host -> new TreeSet<>()).add(cable.bridge());
        });
        byHost.forEach((host, bridges) -> world.comparison()
                .holds("the bridges of the pods on " + host, "one", bridges.toString(), bridges.size() == 1));
    }

    @Then("where a Docker Engine attached them to a network of its own, it is that of the same bridge")
    public void dockerAgrees() {
        attachments.forEach((pod, found) -> world.comparison()
                .same(
                        "the bridge of Docker's network " + found.network() + ", which pod " + pod.name() + " is on",
                        cables.get(pod).bridge(),
                        found.bridge()));
    }

    @Then("that bridge has an address in its host's subnet, which is the one that the pods' addresses are from")
    public void inSubnet() {
        Map<String, String> subnets = world.subnets();
        cables.forEach((pod, cable) -> {
            AddressRange subnet =
                    SubnetSteps.range(world, "the subnet of " + pod.host(), subnets.getOrDefault(pod.host(), ""));
            List<String> addresses = probe(pod.host()).addresses(cable.bridge());
            world.comparison()
                    .holds(
                            "the addresses of " + cable.bridge() + " on " + pod.host(),
                            "one in " + subnet + ", and with its prefix",
                            addresses.toString(),
                            addresses.stream()
                                    .anyMatch(each -> AddressRange.read(each)
                                            .filter(subnet::equals)
                                            .isPresent()));
            world.comparison()
                    .holds(
                            "the address of pod " + pod.name(),
                            "one in " + subnet,
                            pod.address(),
                            subnet.contains(pod.address()));
        });
    }

    private HostProbe probe(String name) {
        return world.probe(new Host(name, List.of()));
    }
}
