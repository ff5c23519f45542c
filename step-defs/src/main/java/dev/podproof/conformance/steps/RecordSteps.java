package dev.podproof.conformance.steps;

import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.eventually.Limit;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.Resolution;
import dev.podproof.conformance.world.Service;
import dev.podproof.conformance.world.World;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The records of the cluster's DNS, as its server gives them to pods. */
public final class RecordSteps {
    /** What a service's coming and going may take to show (DNS-02, DNS-03). */
    private static final Limit LIMIT = Limit.required(Duration.ofSeconds(60));

    private final World world;
    private Pod client;
    private Resolution answer;
    private List<Resolution> outsideAnswers = List.of();

    public RecordSteps(World world) {
        this.world = world;
    }

    @Given("a pod {name}, which is given the address of service {name} over {protocol}")
    public void clientWithAddress(String name, String service, String protocol) {
        given(name, addressOf(service), service, protocol);
    }

    private void given(String name, Set<String> wanted, String service, String protocol) {
        client = world.pods().start(world.namespace(), PodManifest.of(name)).get(0);
        Eventually.eventually(
                "an answer to " + name + " of " + wanted,
                LIMIT,
                () -> addresses(service, protocol),
                seen -> seen.data().equals(wanted),
                Resolution::raw);
    }

    @Given("a pod {name}, which has asked for the address, the ports and the name of service {name}")
    public void clientWithAll(String name, String service) {
        client = world.pods().start(world.namespace(), PodManifest.of(name)).get(0);
        Set<String> wanted = addressOf(service);
        // Over one protocol at least: that it is so over each is for the scenario to say.
        Eventually.eventually(
                "an answer to " + name + " of " + wanted,
                LIMIT,
                () -> List.of(addresses(service, "UDP"), addresses(service, "TCP")),
                seen -> seen.stream().anyMatch(each -> each.data().equals(wanted)),
                seen -> seen.stream().map(Resolution::raw).toList().toString());
        others(world.services().get(service), "UDP");
    }

    @Given("a pod {name}, which is given the addresses of {names} behind service {name}")
    public void clientOfPods(String name, Names pods, String service) {
        given(name, addressesOf(pods), service, "UDP");
    }

    @Then("within {int} s it is given the addresses of {names}, and no others, behind service {name}")
    public void givenWithin(int seconds, Names pods, String service) {
        Set<String> wanted = addressesOf(pods);
        given(
                wanted,
                Eventually.lastSeen(
                        Limit.required(Duration.ofSeconds(seconds)),
                        () -> addresses(service, "UDP"),
                        seen -> seen.data().equals(wanted)));
    }

    @Then("within {int} s its ports and its address have no names any more over {protocol}")
    public void othersAreGone(int seconds, String protocol) {
        Service service = world.services().all().get(0);
        List<Resolution> seen = Eventually.lastSeen(
                Limit.required(Duration.ofSeconds(seconds)),
                () -> others(service, protocol),
                all -> all.stream()
                        .allMatch(each -> each.answered() && each.data().isEmpty()));
        seen.forEach(each -> world.comparison()
                .holds(
                        each.asked(),
                        "an answer without records, or that there is no such name",
                        each.raw(),
                        each.answered() && each.data().isEmpty()));
    }

    /** The records of a service beside its address: of its named ports, and of the name that its address has. */
    private List<Resolution> others(Service service, String protocol) {
        List<Resolution> all = new ArrayList<>();
        service.ports().stream()
                .filter(port -> !port.name().isEmpty())
                .forEach(port -> all.add(
                        world.resolve(client, portName(service, port.name(), port.protocol()), "SRV", protocol)));
        all.add(world.resolve(client, service.reverseName(), "PTR", protocol));
        return all;
    }

    private Set<String> addressesOf(Names pods) {
        return pods.all().stream().map(pod -> world.pods().get(pod).address()).collect(Collectors.toSet());
    }

    @When("pod {name} asks for the addresses of the pods behind service {name}")
    public void askForPods(String name, String service) {
        client = world.pods().get(name);
        List<String> ready = world.services().endpoints(world.services().get(service));
        answer = Eventually.lastSeen(
                LIMIT,
                () -> addresses(service, "UDP"),
                seen -> seen.answered() && seen.data().equals(new TreeSet<>(ready)));
    }

    @When("pod {name} asks for a name that only the resolver of the hosts knows, over UDP and over TCP")
    public void askForOutsideName(String name) {
        client = world.pods().get(name);
        String outside = world.cluster()
                .settings()
                .outsideName()
                .orElseThrow(() -> new IllegalStateException("the needs were met, and no name is given"));
        outsideAnswers = Stream.of("UDP", "TCP")
                .map(protocol -> Eventually.lastSeen(
                        LIMIT,
                        () -> world.resolve(client, outside, "A", protocol),
                        seen -> !seen.data().isEmpty()))
                .toList();
    }

    @Then("within {int} s there is no such name as that of service {name}, and as one that never was, over {protocol}")
    public void unknownWithin(int seconds, String service, String protocol) {
        unknown(Eventually.lastSeen(
                Limit.required(Duration.ofSeconds(seconds)), () -> addresses(service, protocol), Resolution::unknown));
        unknown(addresses("no-such-service", protocol));
        // Who asks for more than one kind of records takes a name for one that exists if one of the answers does.
        for (String type : List.of("AAAA", "SRV")) {
            String name =
                    world.fullName(client, "no-such-service", world.namespace().name());
            unknown(world.resolve(client, name, type, protocol));
        }
    }

    @Given("every pod is given the address of service {name}")
    public void allAreGiven(String name) {
        Service service = world.services().get(name);
        Set<String> wanted = Set.of(service.address());
        for (Pod pod : world.pods().all()) {
            Eventually.eventually(
                    "an answer to " + pod.name() + " of " + wanted,
                    LIMIT,
                    () -> address(pod, service),
                    seen -> seen.data().equals(wanted),
                    Resolution::raw);
        }
    }

    @Then("within {int} s every pod is given the address of service {name}, and no other")
    public void allAreGivenWithin(int seconds, String name) {
        Service service = world.services().get(name);
        Set<String> wanted = Set.of(service.address());
        each(seconds, service, seen -> seen.data().equals(wanted)).forEach(seen -> given(wanted, seen));
    }

    @Then("within {int} s every pod is told that there is no such name as that of service {name}")
    public void unknownToAll(int seconds, String name) {
        each(seconds, world.services().get(name), Resolution::unknown).forEach(this::unknown);
    }

    /** What every pod is told in the end, all within one limit. */
    private List<Resolution> each(int seconds, Service service, Predicate<Resolution> wanted) {
        return Eventually.lastSeen(
                Limit.required(Duration.ofSeconds(seconds)),
                () -> world.pods().all().stream()
                        .map(pod -> address(pod, service))
                        .toList(),
                all -> all.stream().allMatch(wanted));
    }

    private Resolution address(Pod pod, Service service) {
        return world.resolve(pod, world.fullName(pod, service.name(), service.namespace()), "A", "UDP");
    }

    @Then("the address of service {name} is still given over {protocol}, and none for a name below that")
    public void stillGives(String service, String protocol) {
        given(addressOf(service), addresses(service, protocol));
        unknown(addresses("nobody." + service, protocol));
    }

    @Then("it is given the addresses of {names}, and no others")
    public void givenAddressesOf(Names pods) {
        given(addressesOf(pods), answer);
    }

    @Then("it is given no address at all")
    public void givenNone() {
        world.comparison()
                .holds(
                        answer.asked(),
                        "an answer without records, or that there is no such name",
                        answer.raw(),
                        answer.answered() && answer.data().isEmpty());
    }

    @Then("it is given an address each time")
    public void givenSome() {
        outsideAnswers.forEach(each -> world.comparison()
                .holds(
                        each.asked(),
                        "at least one record",
                        each.raw(),
                        !each.data().isEmpty()));
    }

    @Then("pod {name} is given no address for a name that nobody knows")
    public void nobodyKnows(String name) {
        answer = world.resolve(world.pods().get(name), "no-such-name.podproof.invalid", "A", "UDP");
        givenNone();
    }

    @Then("it finds these ports of service {name} by their names:")
    public void findsPorts(String name, DataTable table) {
        Service service = world.services().get(name);
        Map<String, String> expected = new TreeMap<>();
        table.asMaps()
                .forEach(row -> expected.put(
                        row.get("name") + " over " + row.get("protocol"),
                        "port " + row.get("port") + " at " + service.address()));
        world.comparison()
                .same(
                        "where the ports of service " + name + " are",
                        expected,
                        Eventually.lastSeen(LIMIT, () -> where(service, table), expected::equals));
    }

    private Map<String, String> where(Service service, DataTable ports) {
        Map<String, String> observed = new TreeMap<>();
        ports.asMaps()
                .forEach(row -> observed.put(
                        row.get("name") + " over " + row.get("protocol"),
                        where(service, row.get("name"), row.get("protocol"))));
        return observed;
    }

    @Then("it finds no port {name} over {protocol} of service {name}")
    public void findsNoPort(String port, String protocol, String service) {
        String name = portName(world.services().get(service), port, protocol);
        // A server may remember for a while what it said before the ports changed.
        answer = Eventually.lastSeen(
                LIMIT,
                () -> world.resolve(client, name, "SRV", "UDP"),
                seen -> seen.answered() && seen.data().isEmpty());
        givenNone();
    }

    @Then("it finds the name of service {name} by its address")
    public void findsName(String name) {
        Service service = world.services().get(name);
        Set<String> wanted = Set.of(world.fullName(client, name, service.namespace()) + ".");
        given(
                wanted,
                Eventually.lastSeen(
                        LIMIT,
                        () -> world.resolve(client, service.reverseName(), "PTR", "UDP"),
                        seen -> seen.data().equals(wanted)));
    }

    /** The port and the address that a service record leads to, or what was said instead. */
    private String where(Service service, String port, String protocol) {
        Resolution found = world.resolve(client, portName(service, port, protocol), "SRV", "UDP");
        if (found.data().size() != 1) {
            return found.raw();
        }
        // Priority, weight, port and the name of whoever serves it (RFC 2782).
        String[] fields = found.data().iterator().next().split("\\s+", 4);
        Resolution target = world.resolve(client, fields[3], "A", "UDP");
        return "port " + fields[2] + " at "
                + (target.data().isEmpty() ? fields[3] + ": " + target.raw() : String.join(", ", target.data()));
    }

    private String portName(Service service, String port, String protocol) {
        return "_" + port + "._" + protocol.toLowerCase(Locale.ROOT) + "."
                + world.fullName(client, service.name(), service.namespace());
    }

    private Resolution addresses(String service, String protocol) {
        return world.resolve(
                client, world.fullName(client, service, world.namespace().name()), "A", protocol);
    }

    private Set<String> addressOf(String service) {
        return Set.of(world.services().get(service).address());
    }

    private void given(Set<String> expected, Resolution seen) {
        world.comparison()
                .holds(
                        seen.asked(),
                        expected.toString(),
                        seen.raw(),
                        seen.data().equals(expected));
    }

    private void unknown(Resolution seen) {
        world.comparison().holds(seen.asked(), "NXDOMAIN", seen.raw(), seen.unknown());
    }
}
