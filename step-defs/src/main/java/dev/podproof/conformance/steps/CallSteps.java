package dev.podproof.conformance.steps;

import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.eventually.Limit;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;

/** Calls between pods, and between the containers of one. */
public final class CallSteps {
    private static final String LOCALHOST = "127.0.0.1";
    private static final String NOBODY = "nobody";

    private final World world;
    private List<Call> calls = List.of();
    /** Whom each of the calls was meant for: two pods may turn out to have one address. */
    private List<Pod> called = List.of();

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
        called = servers.all().stream().map(world.pods()::get).toList();
        List<Door> doors = called.stream()
                .map(server -> new Door(server.address(), port, "TCP"))
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
        List<Door> doors = service.ports().stream()
                .map(port -> new Door(service.address(), port.number(), port.protocol()))
                .toList();
        world.caller().awaitWay(List.of(from), doors, world.cluster().settings().patience());
        calls = world.caller().call(from, from.container(), doors);
    }

    @Then("these containers of pod {name} answer:")
    public void theseAnswer(String pod, DataTable table) {
        world.comparison().same("who answers on each port", expected(pod, table), answering(calls, CallSteps::who));
    }

    @Then("within {int} s these containers of pod {name} answer pod {name} at service {name}, and nobody elsewhere:")
    public void theseAnswer(int seconds, String pod, String client, String name, DataTable table) {
        Pod from = world.pods().get(client);
        String address = world.services().get(name).address();
        Map<String, String> expected = expected(pod, table);
        List<Door> doors = table.asMaps().stream()
                .map(row -> new Door(address, Integer.parseInt(row.get("port")), row.get("protocol")))
                .toList();
        world.comparison()
                .same(
                        "who answers on each port of service " + name,
                        expected,
                        Eventually.lastSeen(
                                Limit.required(Duration.ofSeconds(seconds)),
                                () -> answering(
                                        world.caller().callOnce(from, from.container(), doors),
                                        call -> call.answered() ? who(call) : NOBODY),
                                expected::equals));
    }

    private static Map<String, String> expected(String pod, DataTable table) {
        Map<String, String> expected = new TreeMap<>();
        table.asMaps()
                .forEach(row -> expected.put(
                        row.get("protocol") + " " + row.get("port"),
                        row.get("container").equals(NOBODY) ? NOBODY : pod + "/" + row.get("container")));
        return expected;
    }

    private static Map<String, String> answering(List<Call> calls, Function<Call, String> who) {
        Map<String, String> observed = new TreeMap<>();
        calls.forEach(call -> observed.put(call.channel(), who.apply(call)));
        return observed;
    }

    @Then("every call is answered by the pod that was called")
    public void answeredByTheOneCalled() {
        matrix("who answers", (call, to) -> to.name(), Call::pod);
    }

    @Then("every server sees the address of the pod that called it")
    public void seenAsCaller() {
        matrix(Comparison.SOURCES, (call, to) -> call.from().address(), Call::seenAs);
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
                        cells((call, to) -> seenAmong(own.get(call.from().name()), call, to)));
    }

    private static Cell seenAmong(List<String> own, Call call, Pod to) {
        boolean among = call.seenAs().filter(own::contains).isPresent();
        String expected = call.from().isOnHostNetwork()
                ? "one of the host's own " + own
                : call.from().address();
        return Cell.of(call, to, expected, call.seenAs().orElse(call.raw()), among);
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
        List<Pod> meant = new ArrayList<>();
        List<Pod> pods = world.pods().all();
        for (Pod from : pods) {
            List<Door> all = new ArrayList<>();
            pods.stream()
                    .filter(to -> isToCall.test(from, to))
                    .forEach(to -> doors(to).forEach(door -> {
                        all.add(door);
                        meant.add(to);
                    }));
            doors.put(from, all);
        }
        called = meant;
        calls = world.caller().callAll(doors);
    }

    private static String who(Call call) {
        return call.pod().flatMap(p -> call.container().map(c -> p + "/" + c)).orElse(call.raw());
    }

    private void matrix(
            String title, BiFunction<Call, Pod, String> expected, Function<Call, Optional<String>> observed) {
        world.comparison().matrix(title, cells((call, to) -> {
            String wanted = expected.apply(call, to);
            String seen = observed.apply(call).orElse(call.raw());
            return Cell.of(call, to, wanted, seen, wanted.equals(seen));
        }));
    }

    private List<Cell> cells(BiFunction<Call, Pod, Cell> judge) {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            cells.add(judge.apply(calls.get(i), called.get(i)));
        }
        return cells;
    }

    private static Stream<Door> doors(Pod pod) {
        return pod.doors().stream()
                .sorted()
                .map(door -> door.split(":"))
                .map(words -> new Door(pod.address(), Integer.parseInt(words[1]), words[0]));
    }
}
