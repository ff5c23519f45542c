package dev.podproof.conformance.steps;

import dev.podproof.conformance.world.Network;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The network as containers see it from inside. */
public final class NetworkSteps {
    private final World world;
    private final Map<Seat, Network> seen = new LinkedHashMap<>();

    /** A container: pods of two namespaces may have one name. */
    private record Seat(String uid, String pod, String container) {
        static Seat of(Pod pod, String container) {
            return new Seat(pod.uid(), pod.name(), container);
        }

        @Override
        public String toString() {
            return pod + "/" + container;
        }
    }

    public NetworkSteps(World world) {
        this.world = world;
    }

    @When("the containers look at their network")
    public void look() {
        for (Pod pod : world.pods().all()) {
            pod.containers().forEach(container -> seen.put(Seat.of(pod, container), world.network(pod, container)));
        }
    }

    @Then("containers {name} and {name} of pod {name} see the same addresses, interfaces and listening ports")
    public void same(String one, String other, String pod) {
        Network left = of(pod, one);
        Network right = of(pod, other);
        world.comparison().same("the addresses that " + other + " sees", left.addresses(), right.addresses());
        world.comparison().same("the interfaces that " + other + " sees", left.interfaces(), right.interfaces());
        world.comparison().same("the listening ports that " + other + " sees", left.listening(), right.listening());
    }

    @Then("both see that somebody listens on port {int}")
    public void bothSeeListener(int port) {
        Pod first = world.pods().all().get(0);
        first.containers().forEach(container -> listens(Seat.of(first, container), port, true));
    }

    @Then("pod {name} sees other addresses and interfaces, and nobody on port {int}")
    public void apart(String name, int port) {
        Pod other = world.pods().get(name);
        Pod first = world.pods().all().get(0);
        Network theirs = of(name, other.container());
        Network ours = of(first.name(), first.containers().get(0));
        disjoint("addresses of " + name, ours.ownAddresses(), theirs.ownAddresses());
        disjoint("interfaces of " + name, ours.ownInterfaces(), theirs.ownInterfaces());
        listens(Seat.of(other, other.container()), port, false);
    }

    @Then("no two of pods {names} have an address in common")
    public void nothingInCommon(Names names) {
        List<String> before = new ArrayList<>();
        for (String name : names.all()) {
            Pod pod = world.pods().get(name);
            List<String> own = world.network(pod, pod.container()).ownAddresses();
            disjoint("addresses of " + name, before, own);
            before.addAll(own);
        }
    }

    @Then("each pod finds every address that the API reports for it on its own interfaces, and no other pod does")
    public void reportedIsOwn() {
        for (Pod pod : world.pods().all()) {
            for (String address : world.pods().read(pod).addresses()) {
                List<String> holders = seen.entrySet().stream()
                        .filter(entry -> entry.getValue().ownAddresses().contains(address))
                        .map(entry -> entry.getKey().toString())
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

    private Network of(String pod, String container) {
        return seen.get(Seat.of(world.pods().get(pod), container));
    }

    private void listens(Seat container, int port, boolean wanted) {
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
