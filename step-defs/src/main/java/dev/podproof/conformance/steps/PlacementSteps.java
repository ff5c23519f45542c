package dev.podproof.conformance.steps;

import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.ReplicationController;
import dev.podproof.conformance.world.Service;
import dev.podproof.conformance.world.Services;
import dev.podproof.conformance.world.World;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Which hosts pods are placed on, and which they wait for. */
public final class PlacementSteps {
    private static final int MOST_HOSTS = 3;
    private static final int PODS_A_HOST = 2;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final World world;
    private final Duration patience;
    private Host host;
    private String resource = "";
    private String amount = "";
    private Map<String, String> theirLabel = Map.of();
    private Map<String, String> lostLabel = Map.of();
    private Supplier<List<Pod>> they = List::of;

    public PlacementSteps(World world) {
        this.world = world;
        this.patience = world.cluster().settings().patience();
    }

    @Given("a pod {name}, sent to {host}, which requests {int} % of the {name} that is free there")
    public void requesting(String name, Host to, int percent, String of) {
        host = to;
        resource = of;
        BigDecimal wanted = world.capacity()
                .free(to, of)
                .multiply(BigDecimal.valueOf(percent))
                .divide(BigDecimal.valueOf(100), of.equals("cpu") ? 3 : 0, RoundingMode.DOWN);
        amount = wanted.toPlainString();
        requestingAsMuch(name);
        world.pods().running(world.namespace(), name);
    }

    @When("a pod {name}, sent there too, requests as much")
    public void requestingAsMuch(String name) {
        world.pods().make(world.namespace(), sentTo(name, host).requesting(resource, amount));
    }

    @Given("a label that the second host alone has")
    public void label() {
        theirLabel = Map.of(world.hostLabels().key(), "wanted");
        lostLabel = Map.of(world.hostLabels().key(), "missing");
        world.hostLabels().set(world.hosts().get(1), theirLabel);
    }

    @When("pods {names} ask for a host with that label, and pod {name} for one with a label that no host has")
    public void askForLabels(Names found, String lost) {
        for (String name : found.all()) {
            world.pods().make(world.namespace(), PodManifest.of(name).onHostsWith(theirLabel));
        }
        world.pods().make(world.namespace(), PodManifest.of(lost).onHostsWith(lostLabel));
    }

    @Given("a pod {name} on some host that asks for port {int} of its host over {protocol}")
    public void takingPort(String name, int port, String protocol) {
        world.pods().make(world.namespace(), PodManifest.of(name).takingPort(port, protocol));
        String placed = world.pods().running(world.namespace(), name).host();
        host = world.hosts().stream()
                .filter(each -> each.name().equals(placed))
                .findFirst()
                .orElse(new Host(placed, List.of()));
    }

    @When("these pods ask for a port of the same host:")
    public void takingPorts(DataTable table) {
        table.asMaps()
                .forEach(row -> world.pods()
                        .make(
                                world.namespace(),
                                sentTo(row.get("name"), host)
                                        .takingPort(Integer.parseInt(row.get("port")), row.get("protocol"))));
    }

    @When("{name} is told to keep two pods for each of up to three hosts")
    public void scale(String name) {
        ReplicationController controller = world.controllers().get(name);
        world.controllers().scale(controller, hosts() * PODS_A_HOST);
        they = () -> world.controllers().matching(controller);
    }

    @When("two pods for each of up to three hosts are made for service {name}")
    public void makeForService(String name) {
        Service service = world.services().get(name);
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= hosts() * PODS_A_HOST; i++) {
            names.add("replica-" + i);
            world.pods()
                    .make(
                            world.namespace(),
                            PodManifest.of("replica-" + i).labelled(Map.of(Services.BEHIND, service.name())));
        }
        they = () -> names.stream()
                .map(each -> world.pods().read(world.namespace(), each))
                .toList();
    }

    @Then("pod {name} stays Pending, and an event says why")
    public void staysPending(String name) {
        Optional<String> why = Eventually.lastSeen(
                LIMIT, () -> world.pods().event(world.namespace(), name, "FailedScheduling"), Optional::isPresent);
        Pod pod = world.pods().read(world.namespace(), name);
        world.comparison().same("the phase of pod " + name, "Pending", pod.phase());
        world.comparison().same("the host of pod " + name, "", pod.host());
        world.comparison()
                .holds(
                        "an event FailedScheduling of pod " + name,
                        "one that says why",
                        why.orElse("none"),
                        why.filter(message -> !message.isBlank()).isPresent());
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

    @Then("pod {name} runs there once pod {name} is gone")
    public void runsOnceGone(String name, String other) {
        world.pods().delete(world.pods().get(other));
        runsOn(name, host);
    }

    @Then("pods {names} run on {host}")
    public void runOn(Names names, Host on) {
        names.all().forEach(name -> runsOn(name, on));
    }

    @Then("pod {name} runs on {host} once that has its label")
    public void runsOnceLabelled(String name, Host on) {
        world.hostLabels().set(on, lostLabel);
        runsOn(name, on);
    }

    @Then("a pod {name} that asks for port {int} over {protocol} of any host runs on another")
    public void runsElsewhere(String name, int port, String protocol) {
        world.pods().make(world.namespace(), PodManifest.of(name).takingPort(port, protocol));
        Pod pod = placed(name);
        world.comparison()
                .holds(
                        "the host of pod " + name,
                        "another than " + host.name(),
                        pod.summary(),
                        pod.isRunning() && !pod.host().equals(host.name()));
    }

    @Then("they run on as many hosts as that")
    public void spread() {
        int hosts = hosts();
        List<Pod> seen = Eventually.lastSeen(
                patience,
                they,
                pods -> pods.size() == hosts * PODS_A_HOST && pods.stream().allMatch(Pod::isRunning));
        Set<String> used = seen.stream().filter(Pod::isRunning).map(Pod::host).collect(Collectors.toSet());
        Map<String, String> placed = new TreeMap<>();
        seen.forEach(pod -> placed.put(pod.name(), pod.isRunning() ? pod.host() : pod.summary()));
        world.comparison()
                .holds(
                        "where " + hosts * PODS_A_HOST + " pods run",
                        "on at least " + hosts + " hosts",
                        placed.toString(),
                        used.size() >= hosts);
    }

    private int hosts() {
        return Math.min(MOST_HOSTS, world.hosts().size());
    }

    private void runsOn(String name, Host on) {
        Pod pod = placed(name);
        world.comparison()
                .holds(
                        "pod " + name,
                        "running on " + on.name(),
                        pod.summary(),
                        pod.isRunning() && pod.host().equals(on.name()));
    }

    private Pod placed(String name) {
        return Eventually.lastSeen(patience, () -> world.pods().read(world.namespace(), name), Pod::isRunning);
    }

    /** To that host and no other, by way of the scheduler. */
    private PodManifest sentTo(String name, Host to) {
        return PodManifest.of(name).onHostsWith(world.hostLabels().ownOf(to));
    }
}
