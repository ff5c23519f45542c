package dev.podproof.conformance.steps;

import dev.podproof.conformance.world.Call;
import dev.podproof.conformance.world.Caller.Door;
import dev.podproof.conformance.world.Cell;
import dev.podproof.conformance.world.Comparison;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.Service;
import dev.podproof.conformance.world.World;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;

/** Calls between pods, and between the containers of one. */
public final class CallSteps {
    private static final String LOCALHOST = "127.0.0.1";

    private final World world;
    private List<Call> calls = List.of();

    public CallSteps(World world) {
        this.world = world;
    }

    @When("every pod calls every other pod at its address")
    public void everyPair() {
        callEach((from, to) -> !to.equals(from));
    }

    @When("every host calls every pod at its address, and every pod every host")
    public void hostsAndPods() {
        callEach((from, to) -> to.isOnHostNetwork() != from.isOnHostNetwork());
    }

    @When("pod {name} calls pods {names} on port {int}")
    public void calls(String client, Names servers, int port) {
        Pod from = world.pods().get(client);
        List<Door> doors = servers.all().stream()
                .map(server -> new Door(world.pods().get(server).address(), port, "TCP"))
                .toList();
        calls = world.caller().call(from, from.container(), doors);
    }

    @When("container {name} of pod {name} calls localhost on port {int} over {protocol}")
    public void callsLocalhost(String container, String pod, int port, String protocol) {
        calls = world.caller().call(world.pods().get(pod), container, List.of(new Door(LOCALHOST, port, protocol)));
    }

    @When("pod {name} calls service {name} on each of its ports")
    public void callsService(String client, String name) {
        Pod from = world.pods().get(client);
        Service service = world.services().get(name);
        calls = world.caller()
                .call(
                        from,
                        from.container(),
                        service.ports().stream()
                                .map(port -> new Door(service.address(), port.number(), port.protocol()))
                                .toList());
    }

    @Then("these containers of pod {name} answer:")
    public void theseAnswer(String pod, DataTable table) {
        Map<String, String> expected = new TreeMap<>();
        table.asMaps()
                .forEach(row ->
                        expected.put(row.get("protocol") + " " + row.get("port"), pod + "/" + row.get("container")));
        Map<String, String> observed = new TreeMap<>();
        calls.forEach(call -> observed.put(call.channel(), who(call)));
        world.comparison().same("who answers on each port", expected, observed);
    }

    @Then("every call is answered by the pod that was called")
    public void answeredByTheOneCalled() {
        matrix("who answers", call -> called(call).name(), Call::pod);
    }

    @Then("every server sees the address of the pod that called it")
    public void seenAsCaller() {
        matrix(Comparison.SOURCES, call -> call.from().address(), Call::seenAs);
    }

    @Then("every server sees an address that the pod or host that called it finds on its own interfaces")
    public void seenAsConfigured() {
        Map<String, List<String>> own = new TreeMap<>();
        world.pods()
                .all()
                .forEach(pod ->
                        own.put(pod.name(), world.network(pod, pod.container()).ownAddresses()));
        world.comparison()
                .matrix(
                        Comparison.SOURCES,
                        calls.stream()
                                .map(call -> seenAmong(own.get(call.from().name()), call))
                                .toList());
    }

    private Cell seenAmong(List<String> own, Call call) {
        boolean among = call.seenAs().filter(own::contains).isPresent();
        String expected = call.from().isOnHostNetwork()
                ? "one of the host's own " + own
                : call.from().address();
        return cell(call, expected, call.seenAs().orElse(call.raw()), among);
    }

    @Then("container {name} of pod {name} answers")
    public void containerAnswers(String container, String pod) {
        Call call = calls.get(0);
        world.comparison()
                .same("who answers a call of localhost over " + call.channel(), pod + "/" + container, who(call));
    }

    @Then("pod {name} finds nobody on (its )localhost (on )port {int}")
    public void nobodyOnLocalhost(String pod, int port) {
        nobodyOnLocalhost(pod, port, "TCP");
    }

    @Then("pod {name} finds nobody on (its )localhost (on )port {int} over {protocol}")
    public void nobodyOnLocalhost(String pod, int port, String protocol) {
        Pod from = world.pods().get(pod);
        Call call = world.caller().callOnce(from, from.container(), new Door(LOCALHOST, port, protocol));
        world.comparison()
                .holds(
                        "what pod " + pod + " hears on its own localhost over " + call.channel(),
                        "no answer",
                        call.raw(),
                        !call.answered());
    }

    @Then("pod {name} finds itself on localhost port {int}")
    public void findsItself(String pod, int port) {
        Pod from = world.pods().get(pod);
        Call call = world.caller()
                .call(from, from.container(), List.of(new Door(LOCALHOST, port, "TCP")))
                .get(0);
        world.comparison()
                .same(
                        "who answers pod " + pod + " on localhost",
                        pod,
                        call.pod().orElse(call.raw()));
    }

    @Then("pod {name} finds container {name} of pod {name} at its address on port {int} over {protocol}")
    public void findsContainer(String client, String container, String server, int port, String protocol) {
        Call call = callAt(client, server, port, protocol);
        world.comparison()
                .same(
                        "who answers pod " + client + " at " + call.to() + " over " + call.channel(),
                        server + "/" + container,
                        who(call));
    }

    @Then("pod {name} finds nobody at the address of pod {name} on port {int} over {protocol}")
    public void nobodyAt(String client, String server, int port, String protocol) {
        Call call = callAt(client, server, port, protocol);
        world.comparison()
                .holds(
                        "what pod " + client + " hears at " + call.to() + " over " + call.channel(),
                        "no answer",
                        call.raw(),
                        !call.answered());
    }

    /** Called more than once where nobody answers: so a lost datagram is not taken for a closed door. */
    private Call callAt(String client, String server, int port, String protocol) {
        Pod from = world.pods().get(client);
        Door door = new Door(world.pods().get(server).address(), port, protocol);
        return world.caller().call(from, from.container(), List.of(door)).get(0);
    }

    @Then("pod {name} finds pod {name} at its address on port {int}")
    public void finds(String client, String server, int port) {
        calls(client, new Names(List.of(server)), port);
        answeredByTheOneCalled();
    }

    /** All pods at once call those that they are to call, on every port. */
    private void callEach(BiPredicate<Pod, Pod> isToCall) {
        Map<Pod, List<Door>> doors = new LinkedHashMap<>();
        List<Pod> pods = world.pods().all();
        for (Pod from : pods) {
            doors.put(
                    from,
                    pods.stream()
                            .filter(to -> isToCall.test(from, to))
                            .flatMap(CallSteps::doors)
                            .toList());
        }
        calls = world.caller().callAll(doors);
    }

    private static String who(Call call) {
        return call.pod().flatMap(p -> call.container().map(c -> p + "/" + c)).orElse(call.raw());
    }

    private void matrix(String title, Function<Call, String> expected, Function<Call, Optional<String>> observed) {
        world.comparison()
                .matrix(
                        title,
                        calls.stream()
                                .map(call -> cell(
                                        call,
                                        expected.apply(call),
                                        observed.apply(call).orElse(call.raw())))
                                .toList());
    }

    private Cell cell(Call call, String expected, String observed) {
        return cell(call, expected, observed, expected.equals(observed));
    }

    private Cell cell(Call call, String expected, String observed, boolean met) {
        return Cell.of(call, called(call), expected, observed, met);
    }

    private Pod called(Call call) {
        return world.pods().all().stream()
                .filter(pod -> pod.address().equals(call.to()))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<Door> doors(Pod pod) {
        return pod.doors().stream()
                .sorted()
                .map(door -> door.split(":"))
                .map(words -> new Door(pod.address(), Integer.parseInt(words[1]), words[0]));
    }
}
