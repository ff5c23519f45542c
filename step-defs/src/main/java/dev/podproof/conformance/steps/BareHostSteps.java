package dev.podproof.conformance.steps;

import dev.podproof.conformance.world.BareContainer;
import dev.podproof.conformance.world.BareRequest;
import dev.podproof.conformance.world.Call;
import dev.podproof.conformance.world.Caller.Door;
import dev.podproof.conformance.world.Cell;
import dev.podproof.conformance.world.Comparison;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Containers on bare Docker hosts, which call each other as pods do. */
public final class BareHostSteps {
    private static final List<String> SIDES = List.of("a", "b");
    private static final List<Integer> HOSTS = List.of(0, 1);

    private final World world;
    private final Map<Call, BareContainer> calls = new LinkedHashMap<>();

    public BareHostSteps(World world) {
        this.world = world;
    }

    @Given("two containers on each of two bare hosts")
    public void twoOnEach() {
        twoOnEach(request -> request);
    }

    @Given("two containers on each of two bare hosts, which listen on ports {int}, {int} and {int} over TCP and UDP")
    public void twoListeningOnEach(int first, int second, int third) {
        twoOnEach(request -> request.listeningOn(first, second, third).alsoOverUdp());
    }

    @Given(
            "two containers on each of these bare hosts on that network, which listen on ports {int}, {int} and {int} over TCP and UDP")
    public void twoOnNetwork(int first, int second, int third) {
        twoOnEach(request -> request.listeningOn(first, second, third)
                .alsoOverUdp()
                .onSharedNetwork(world.bareHosts().dockerName(SwarmSteps.NETWORK)));
    }

    @Given(
            "on each of these bare hosts a container that has no network but the host's, and listens there on port {int} over TCP and UDP")
    public void onHostNetwork(int port) {
        for (int place : HOSTS) {
            String host = world.bareHosts().host(place);
            world.bareHosts()
                    .start(BareRequest.of(host, "of-host-" + (place + 1))
                            .listeningOn(port)
                            .alsoOverUdp()
                            .onHostNetwork(world.bareHosts().address(host)));
        }
    }

    @Given("a container {name} on {bare} that listens on port {int}")
    public void listening(String name, String host, int port) {
        world.bareHosts().start(BareRequest.of(host, name).listeningOn(port));
    }

    @When("every container calls every other container at its address")
    public void everyPair() {
        callEach((from, to) -> !from.equals(to));
    }

    @When("every container calls itself at its address")
    public void eachItself() {
        callEach(BareContainer::equals);
    }

    @When("every container calls every bare host at its address")
    public void everyHost() {
        callEach((from, to) -> !from.isOnHostNetwork() && to.isOnHostNetwork());
    }

    @Then("every call is answered by the container that was called")
    public void answered() {
        whoAnswers((from, to) -> true);
    }

    @Then("a call is answered by the container that was called where both are on one host, and else never")
    public void answeredOnOneHost() {
        whoAnswers((from, to) -> from.equals(to.host()));
    }

    @Then("no two containers of one bare host have the same address")
    public void apartOnEachHost() {
        for (int place : HOSTS) {
            String host = world.bareHosts().host(place);
            List<String> addresses = addresses(host);
            world.comparison()
                    .holds(
                            "the addresses on " + host,
                            "all different",
                            addresses.toString(),
                            !addresses.isEmpty() && Set.copyOf(addresses).size() == addresses.size());
        }
    }

    @Then("an address of a container on {bare} is also that of one on {bare}")
    public void sameOnBoth(String one, String other) {
        Set<String> common = new TreeSet<>(addresses(one));
        common.retainAll(addresses(other));
        world.comparison()
                .holds(
                        "the addresses that containers of both hosts have",
                        "at least one",
                        common + " of " + addresses(one) + " on " + one + " and " + addresses(other) + " on " + other,
                        !common.isEmpty());
    }

    @Then("every server sees a container of its own host at the container's address")
    public void seenApart() {
        whomServersSee(Comparison.SOURCES, (from, to) -> from.equals(to.host()));
    }

    @Then("it sees all containers of the other host at that host's address")
    public void seenAsHost() {
        whomServersSee(Comparison.SOURCES + " from the other host", (from, to) -> !from.equals(to.host()));
    }

    private void twoOnEach(UnaryOperator<BareRequest> how) {
        for (int place : HOSTS) {
            for (String side : SIDES) {
                BareRequest request =
                        BareRequest.of(world.bareHosts().host(place), "container-" + (place + 1) + "-" + side);
                world.bareHosts().start(how.apply(request));
            }
        }
    }

    /** Of the containers on a host, in the order in which they were made. */
    private List<String> addresses(String host) {
        return world.bareHosts().all().stream()
                .filter(each -> each.host().equals(host))
                .map(BareContainer::address)
                .toList();
    }

    /** All at once call those that they are to call, on every port. */
    private void callEach(BiPredicate<BareContainer, BareContainer> isToCall) {
        Map<BareContainer, List<BareContainer>> plan = new LinkedHashMap<>();
        List<BareContainer> all = world.bareHosts().all();
        all.forEach(from -> plan.put(
                from, all.stream().filter(to -> isToCall.test(from, to)).toList()));
        plan.values().removeIf(List::isEmpty);
        // One receiver after the other: on hosts that know nothing of each other an address does not tell whom it
        // means.
        world.caller()
                .all(
                        plan.keySet(),
                        from -> plan.get(from).stream()
                                .flatMap(to -> call(from, to))
                                .toList());
    }

    private Stream<Call> call(BareContainer from, BareContainer to) {
        List<Door> doors = to.doors().stream()
                .sorted()
                .map(door -> door.split(":", -1))
                .map(words -> new Door(to.address(), Integer.parseInt(words[1]), words[0]))
                .toList();
        boolean far = !from.host().equals(to.host());
        List<Call> made = far && !to.isReachedFromAfar()
                ? world.caller().callOnce(from, from.container(), doors)
                : world.caller().call(from, from.container(), doors);
        synchronized (calls) {
            made.forEach(call -> calls.put(call, to));
        }
        return made.stream();
    }

    /** @param expected whether a caller on that host is to be answered by that container */
    private void whoAnswers(BiPredicate<String, BareContainer> expected) {
        matrix("who answers", calls.keySet().stream().map(call -> {
            BareContainer to = calls.get(call);
            boolean reached = call.pod().equals(Optional.of(to.name()));
            boolean wanted = expected.test(call.from().host(), to);
            String observed = call.pod().orElse(call.raw());
            return Cell.of(call, to, wanted ? to.name() : "nobody, or not " + to.name(), observed, reached == wanted);
        }));
    }

    /** @param among which of the calls are looked at, by the caller's host and who was called */
    private void whomServersSee(String title, BiPredicate<String, BareContainer> among) {
        matrix(
                title,
                calls.keySet().stream()
                        .filter(call -> among.test(call.from().host(), calls.get(call)))
                        .map(call -> {
                            BareContainer to = calls.get(call);
                            boolean near = call.from().host().equals(to.host());
                            String expected = near
                                    ? call.from().address()
                                    : world.bareHosts().address(call.from().host());
                            String observed = call.seenAs().orElse(call.raw());
                            return Cell.of(call, to, expected, observed, expected.equals(observed));
                        }));
    }

    private void matrix(String title, Stream<Cell> cells) {
        world.comparison().matrix(title, cells.toList());
    }
}
