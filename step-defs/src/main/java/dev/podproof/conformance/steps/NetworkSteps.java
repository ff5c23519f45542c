package dev.podproof.conformance.steps;

import dev.podproof.conformance.world.Network;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The network as containers see it from inside. */
public final class NetworkSteps {
    private final World world;
    private final Map<String, Network> seen = new LinkedHashMap<>();

    public NetworkSteps(World world) {
        this.world = world;
    }

    @When("the containers look at their network")
    public void look() {
        for (Pod pod : world.pods().all()) {
            pod.containers()
                    .forEach(container -> seen.put(pod.name() + "/" + container, world.network(pod, container)));
        }
    }

    @Then("containers {name} and {name} of pod {name} see the same addresses, interfaces and listening ports")
    public void same(String one, String other, String pod) {
        Network left = seen.get(pod + "/" + one);
        Network right = seen.get(pod + "/" + other);
        world.comparison().same("the addresses that " + other + " sees", left.addresses(), right.addresses());
        world.comparison().same("the interfaces that " + other + " sees", left.interfaces(), right.interfaces());
        world.comparison().same("the listening ports that " + other + " sees", left.listening(), right.listening());
    }

    @Then("both see that somebody listens on port {int}")
    public void bothSeeListener(int port) {
        seen.entrySet().stream()
                .filter(entry ->
                        entry.getKey().startsWith(world.pods().all().get(0).name() + "/"))
                .forEach(entry -> listens(entry.getKey(), port, true));
    }

    @Then("pod {name} sees other addresses and interfaces, and nobody on port {int}")
    public void apart(String name, int port) {
        Pod other = world.pods().get(name);
        Pod first = world.pods().all().get(0);
        Network theirs = seen.get(name + "/" + other.container());
        Network ours = seen.get(first.name() + "/" + first.containers().get(0));
        disjoint("addresses of " + name, ours.ownAddresses(), theirs.ownAddresses());
        disjoint("interfaces of " + name, ours.ownInterfaces(), theirs.ownInterfaces());
        listens(name + "/" + other.container(), port, false);
    }

    @Then("pods {name} and {name} have no address in common")
    public void nothingInCommon(String one, String other) {
        disjoint(
                "addresses of " + other,
                seen.get(one + "/" + world.pods().get(one).container()).ownAddresses(),
                seen.get(other + "/" + world.pods().get(other).container()).ownAddresses());
    }

    @Then("each pod finds every address that the API reports for it on its own interfaces, and no other pod does")
    public void reportedIsOwn() {
        for (Pod pod : world.pods().all()) {
            for (String address : world.pods().read(pod).addresses()) {
                List<String> holders = seen.entrySet().stream()
                        .filter(entry -> entry.getValue().ownAddresses().contains(address))
                        .map(Map.Entry::getKey)
                        .toList();
                world.comparison()
                        .same(
                                "who has the address " + address + " on an interface, which the API reports for "
                                        + pod.name(),
                                List.of(pod.name() + "/" + pod.container()),
                                holders);
            }
        }
    }

    private void listens(String container, int port, boolean wanted) {
        Network network = seen.get(container);
        world.comparison()
                .holds(
                        "the ports on which " + container + " sees listeners",
                        (wanted ? "" : "not ") + "TCP:" + port + " among them",
                        network.listening().toString(),
                        network.listening().contains("TCP:" + port) == wanted);
    }

    private void disjoint(String what, List<String> ours, List<String> theirs) {
        boolean apart = !theirs.isEmpty() && theirs.stream().noneMatch(ours::contains);
        world.comparison().holds(what, "some, and none of " + ours, theirs.toString(), apart);
    }
}
