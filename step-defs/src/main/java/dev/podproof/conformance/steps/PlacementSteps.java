package dev.podproof.conformance.steps;

import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.eventually.Limit;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.subject.Subject;
import dev.podproof.conformance.world.Capacity;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.World;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Which hosts pods are placed on, and which they wait for. */
public final class PlacementSteps {
    /** Of those that are asked to end and go on, in seconds. */
    private static final int GRACE = 3;

    private final World world;
    private final Limit patience;
    private Host host;
    private int takenPort;
    private String takenProtocol = "";
    private String resource = "";
    private String amount = "";
    private Map<String, String> theirLabels = Map.of();
    private Map<String, String> lostLabels = Map.of();
    private Map<String, String> blankLabels = Map.of();
    private List<PodManifest> prepared = List.of();

    public PlacementSteps(World world) {
        this.world = world;
        this.patience = world.cluster().settings().patience();
    }

    @Given(
            "a pod {name}, sent to {host}, with two containers that each request {int} % of the {name} that is free there")
    public void requesting(String name, Host to, int percent, String of) {
        host = to;
        resource = of;
        amount = world.capacity().free(to, of, percent);
        world.pods().make(world.namespace(), asMuch(name).stubborn(GRACE));
        world.pods().running(world.namespace(), name);
    }

    @When("a pod {name}, sent there too, requests as much")
    public void requestingAsMuch(String name) {
        world.pods().make(world.namespace(), asMuch(name));
    }

    private PodManifest asMuch(String name) {
        return sentTo(name, host, 2).requesting(resource, amount);
    }

    @When(
            "the API is asked for a pod {name} with two containers that each request {int} % of the {name} of the largest host, and a pod {name} with one that requests {int} {word}")
    public void requestingMuch(String name, int percent, String of, String other, int some, String rare) {
        String part = world.hosts().stream()
                .map(each -> world.capacity().allocatable(each, of))
                .max(Comparator.naturalOrder())
                .map(most -> Capacity.part(most, of, percent))
                .orElseThrow();
        world.pods().ask(world.namespace(), containers(name, 2).requesting(of, part));
        world.pods().ask(world.namespace(), containers(other, 1).extended(rare, some));
    }

    @Given("pods {names}, to be sent to {host}, which each request {int} % of the {name} that is free there")
    public void toRequest(Names names, Host to, int percent, String of) {
        String part = world.capacity().free(to, of, percent);
        prepare(names, to, manifest -> manifest.requesting(of, part));
    }

    /** All that wait are looked at again in one moment, when what they wait for is there. */
    @Given("pods {names} wait for the same port of the same host")
    public void waitForPort(Names names) {
        prepare(names, host, manifest -> manifest.takingPort(takenPort, takenProtocol));
        atOnce();
        Eventually.eventually(
                "pods " + names.all() + " to wait",
                patience,
                this::they,
                pods -> pods.stream()
                        .allMatch(pod -> world.pods()
                                .event(world.namespace(), pod.name(), "FailedScheduling")
                                .isPresent()),
                pods -> pods.stream().map(Pod::summary).collect(Collectors.joining("; ")));
    }

    private void prepare(Names names, Host to, UnaryOperator<PodManifest> more) {
        host = to;
        prepared = names.all().stream()
                .map(name -> more.apply(sentTo(name, to, 1)))
                .toList();
    }

    /** As fast as the API takes them, so that none runs when the last is asked for. */
    @When("they are asked for in one moment")
    public void atOnce() {
        world.pods().make(world.namespace(), prepared.toArray(PodManifest[]::new));
    }

    @Given("of two labels the second host alone has both, and the first host has one")
    public void labels() {
        String one = world.hostLabels().key() + "-a";
        String other = world.hostLabels().key() + "-b";
        theirLabels = Map.of(one, "wanted", other, "wanted");
        lostLabels = Map.of(one, "wanted", other, "missing");
        world.hostLabels().set(world.hosts().get(1), theirLabels);
        world.hostLabels().set(world.hosts().get(0), Map.of(one, "wanted"));
    }

    @When(
            "pods {names} ask for a host with both, pod {name} for one with labels of which no host has both, and pod {name} for a label without a value that no host has")
    public void askForLabels(Names found, String lost, String blank) {
        for (String name : found.all()) {
            world.pods().make(world.namespace(), PodManifest.of(name).onHostsWith(theirLabels));
        }
        blankLabels = Map.of(world.hostLabels().key() + "-c", "");
        world.pods().make(world.namespace(), PodManifest.of(lost).onHostsWith(lostLabels));
        world.pods().make(world.namespace(), PodManifest.of(blank).onHostsWith(blankLabels));
    }

    @When("pods {names}, which listen on port {int}, are sent to {host}")
    public void sendListening(Names names, int port, Host to) {
        for (String name : names.all()) {
            world.pods()
                    .make(
                            world.namespace(),
                            PodManifest.of(name, port)
                                    .onHostsWith(world.hostLabels().ownOf(to)));
        }
    }

    @Given("a pod {name} on some host that asks for port {int} of its host over {protocol}")
    public void takingPort(String name, int port, String protocol) {
        takenPort = Subject.run().hostPort(port);
        takenProtocol = protocol;
        world.pods().make(world.namespace(), PodManifest.of(name).takingPort(takenPort, protocol));
        String placed = world.pods().running(world.namespace(), name).host();
        host = world.hosts().stream()
                .filter(each -> each.name().equals(placed))
                .findFirst()
                .orElse(new Host(placed, List.of()));
    }

    @When("these pods, each with two containers, ask for a port of the same host:")
    public void takingPorts(DataTable table) {
        for (Map<String, String> row : table.asMaps()) {
            PodManifest manifest = sentTo(row.get("name"), host, 2);
            for (String port : row.get("port").split(" and ", -1)) {
                manifest.takingPort(
                        row.get("in its container").equals("second") ? 1 : 0,
                        Subject.run().hostPort(Integer.parseInt(port)),
                        row.get("protocol"));
            }
            world.pods().make(world.namespace(), manifest);
        }
    }

    @Then("pod(s) {names} stay(s) Pending for {int} s")
    public void stayPending(Names names, int seconds) {
        Map<String, String> expected = new TreeMap<>();
        names.all().forEach(name -> expected.put(name, "Pending on no host"));
        Map<String, String> observed = Eventually.held(
                Duration.ofSeconds(seconds),
                () -> {
                    Map<String, String> seen = new TreeMap<>();
                    names.all().forEach(name -> seen.put(name, waiting(name)));
                    return seen;
                },
                expected::equals);
        world.comparison().same("where the pods are, looked at for " + seconds + " s", expected, observed);
    }

    private String waiting(String name) {
        Pod pod = world.pods().read(world.namespace(), name);
        return pod.phase() + " on " + (pod.host().isEmpty() ? "no host" : pod.host());
    }

    @Then("an event of each of the pods {names} names what is lacking: {word}, {word} and {word}")
    public void eventNames(Names names, String first, String second, String third) {
        Iterator<String> all = List.of(first, second, third).iterator();
        for (String name : names.all()) {
            String lacking = all.next();
            Optional<String> why = Eventually.lastSeen(
                    patience,
                    () -> world.pods().event(world.namespace(), name, "FailedScheduling"),
                    said -> said.filter(message -> message.contains(lacking)).isPresent());
            world.comparison()
                    .holds(
                            "an event FailedScheduling of pod " + name,
                            "one that names the " + lacking,
                            why.orElse("none"),
                            why.filter(message -> message.contains(lacking)).isPresent());
        }
    }

    @Then("one of them runs there, and the others stay Pending for {int} s")
    public void oneOfThem(int seconds) {
        Eventually.lastSeen(patience, this::they, pods -> pods.stream().anyMatch(Pod::isRunning));
        List<Pod> seen = Eventually.held(Duration.ofSeconds(seconds), this::they, this::onlyOne);
        world.comparison()
                .holds(
                        "where the pods are that were asked for in one moment",
                        "one running on " + host.name() + ", the others Pending on no host",
                        seen.stream().map(Pod::summary).collect(Collectors.joining("; ")),
                        onlyOne(seen));
    }

    private List<Pod> they() {
        return prepared.stream()
                .map(each -> world.pods().read(world.namespace(), each.name()))
                .toList();
    }

    private boolean onlyOne(List<Pod> pods) {
        return pods.stream()
                                .filter(pod -> pod.isRunning() && pod.host().equals(host.name()))
                                .count()
                        == 1
                && pods.stream()
                                .filter(pod -> pod.phase().equals("Pending")
                                        && pod.host().isEmpty())
                                .count()
                        == pods.size() - 1;
    }

    @Then("the pods on {host} request no more {name} than it can allocate")
    public void withinAllocatable(Host of, String name) {
        BigDecimal requested = world.capacity().requested(of, name);
        BigDecimal allocatable = world.capacity().allocatable(of, name);
        world.comparison()
                .holds(
                        "the " + name + " that the pods on host " + of.name() + " request",
                        "no more than " + allocatable.toPlainString(),
                        requested.toPlainString(),
                        requested.compareTo(allocatable) <= 0);
    }

    @Then("pod {name} runs there when pod {name}, which takes its time to end, has gone, and not before")
    public void runsOnceGone(String name, String other) {
        Pod leaving = world.pods().get(other);
        world.pods().askToDelete(leaving);
        String first = Eventually.lastSeen(patience, () -> first(name, leaving), seen -> !seen.isEmpty());
        world.comparison().same("what came first", "pod " + other + " had gone", first);
        runsOn(name, host);
    }

    /** What has come first, empty while neither has. In this order: who runs at the second look has run at the first. */
    private String first(String name, Pod leaving) {
        Pod waiting = world.pods().read(world.namespace(), name);
        if (world.pods().find(leaving).map(Pod::hasEnded).orElse(true)) {
            return "pod " + leaving.name() + " had gone";
        }
        return waiting.host().isEmpty() ? "" : "pod " + name + " was placed on " + waiting.host();
    }

    @Then("pods {names} run on {host}")
    public void runOn(Names names, Host on) {
        names.all().forEach(name -> runsOn(name, on));
    }

    @Then("pods {names} run on {host} once that has their labels")
    public void runOnceLabelled(Names names, Host on) {
        world.hostLabels().set(on, lostLabels);
        world.hostLabels().set(on, blankLabels);
        runOn(names, on);
    }

    @Then("a pod {name} that asks for port {int} over {protocol} of any host runs on another")
    public void runsElsewhere(String name, int port, String protocol) {
        world.pods()
                .make(
                        world.namespace(),
                        PodManifest.of(name).takingPort(Subject.run().hostPort(port), protocol));
        Pod pod = placed(name);
        world.comparison()
                .holds(
                        "the host of pod " + name,
                        "another than " + host.name(),
                        pod.summary(),
                        pod.isRunning() && !pod.host().equals(host.name()));
    }

    private void runsOn(String name, Host on) {
        Pod pod = placed(name);
        world.comparison()
                .holds(
                        "pod " + name,
                        "running on " + on.name(),
                        pod.summary(),
                        pod.isRunning() && pod.host().equals(on.name()));
        world.pods().listening(world.namespace(), name);
    }

    private Pod placed(String name) {
        return Eventually.lastSeen(patience, () -> world.pods().read(world.namespace(), name), Pod::isRunning);
    }

    /** To that host and no other, by way of the scheduler. */
    private PodManifest sentTo(String name, Host to, int containers) {
        return containers(name, containers).onHostsWith(world.hostLabels().ownOf(to));
    }

    private static PodManifest containers(String name, int number) {
        return PodManifest.of(
                name, number == 1 ? "containers: [{name: main}]" : "containers: [{name: main}, {name: more}]");
    }
}
