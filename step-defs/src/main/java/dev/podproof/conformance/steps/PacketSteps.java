package dev.podproof.conformance.steps;

import dev.podproof.conformance.world.Call;
import dev.podproof.conformance.world.Caller.Door;
import dev.podproof.conformance.world.Cell;
import dev.podproof.conformance.world.FirstTries;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Large packets between pods, and packets that get lost. */
public final class PacketSteps {
    private final World world;
    private List<Call> calls = List.of();
    private List<Pod> called = List.of();
    private List<FirstTries> tries = List.of();

    public PacketSteps(World world) {
        this.world = world;
    }

    @When("every pod sends every other pod 6000 bytes over TCP and a datagram of 1300, and is sent as much")
    public void talk() {
        List<Pod> pods = world.pods().all();
        called = pods.stream()
                .flatMap(from -> others(from).flatMap(to -> Stream.of(to, to)))
                .toList();
        calls = world.caller()
                .all(
                        pods,
                        from -> world.caller()
                                .talk(
                                        from,
                                        others(from)
                                                .flatMap(to -> Stream.of("TCP", "UDP")
                                                        .map(protocol ->
                                                                new Door(to.address(), PodSteps.MUCH, protocol)))
                                                .toList()));
    }

    @When("every pod makes {int} connections to every other pod on port {int}, one after the other")
    public void connectInTurn(int times, int port) {
        tries = world.caller()
                .all(
                        world.pods().all(),
                        from -> List.of(
                                world.caller().firstTries(from, others(from).toList(), port, times)));
    }

    @Then("all that was sent has arrived on both sides")
    public void allArrived() {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            Pod to = called.get(i);
            int least = call.protocol().equals("TCP") ? 6000 : 1300;
            cells.add(Cell.of(
                    call,
                    to,
                    to.name() + " was sent " + least + " bytes, and sent as much",
                    call.raw(),
                    call.exchanged(to.name(), least)));
        }
        world.comparison().matrix("how much passes between pods", cells);
    }

    @Then("every connection is answered, and at most one in 50 took a second packet to begin")
    public void hardlyALoss() {
        for (FirstTries each : tries) {
            world.comparison()
                    .holds(
                            "the connections of " + each.from().name() + " on "
                                    + each.from().host(),
                            "all answered, and at most one in 50 at a second try",
                            each.raw(),
                            each.wentWell());
        }
    }

    private Stream<Pod> others(Pod from) {
        return world.pods().all().stream().filter(to -> !to.equals(from));
    }
}
