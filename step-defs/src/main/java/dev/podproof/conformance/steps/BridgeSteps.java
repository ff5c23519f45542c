package dev.podproof.conformance.steps;

import dev.podproof.conformance.probe.HostProbe;
import dev.podproof.conformance.probe.HostProbe.Attachment;
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

/** The bridges of hosts that Docker attaches pods to. */
public final class BridgeSteps {
    private final World world;
    private final Map<Pod, Attachment> attachments = new LinkedHashMap<>();

    public BridgeSteps(World world) {
        this.world = world;
    }

    @When("the Docker Engine of every host is asked what its pods are attached to")
    public void ask() {
        for (Pod pod : world.pods().all()) {
            HostProbe host = probe(pod.host());
            Attachment found = host.container(pod.containerIds().get(0))
                    .flatMap(host::attachment)
                    .orElse(new Attachment("no network of the Docker Engine", "", ""));
            attachments.put(pod, found);
        }
    }

    @Then("on each host it is one bridge for all of them")
    public void oneBridge() {
        Map<String, Set<String>> byHost = new TreeMap<>();
        attachments.forEach((pod, found) -> {
            world.comparison()
                    .same(
                            "the driver of " + found.network() + ", which pod " + pod.name() + " is on",
                            "bridge",
                            found.driver());
            byHost.computeIfAbsent(pod.host(), host -> new TreeSet<>()).add(found.bridge());
        });
        byHost.forEach((host, bridges) -> world.comparison()
                .holds("the bridges of the pods on " + host, "one", bridges.toString(), bridges.size() == 1));
    }

    @Then("every pod's cable is plugged into the bridge of its host")
    public void plugged() {
        attachments.forEach((pod, found) -> {
            String end = world.otherEnd(pod);
            Set<String> plugged = probe(pod.host()).plugged(found.bridge());
            world.comparison()
                    .holds(
                            "the devices that are plugged into " + found.bridge() + " on " + pod.host(),
                            "number " + end + ", which pod " + pod.name() + "'s cable ends in, among them",
                            plugged.toString(),
                            plugged.contains(end));
        });
    }

    @Then("that bridge has an address in its host's subnet, which is the one that the pods' addresses are from")
    public void inSubnet() {
        Map<String, String> subnets = world.subnets();
        attachments.forEach((pod, found) -> {
            AddressRange subnet =
                    SubnetSteps.range(world, "the subnet of " + pod.host(), subnets.getOrDefault(pod.host(), ""));
            List<String> addresses = probe(pod.host()).addresses(found.bridge());
            world.comparison()
                    .holds(
                            "the addresses of " + found.bridge() + " on " + pod.host(),
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
