package dev.podproof.conformance.steps;

import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.eventually.Limit;
import dev.podproof.conformance.eventually.Turn;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.world.Call;
import dev.podproof.conformance.world.Caller.Door;
import dev.podproof.conformance.world.Cell;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.Service;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Clients of services, and whom they reach. */
public final class ClientSteps {
    private static final int MOST_HOSTS = 3;
    /** With two pods behind a service, one round in 2¹⁹ misses one of them by chance. */
    private static final int CALLS_A_ROUND = 20;

    /** What one in twenty connections still did would be seen by 60 in 95 of 100 cases, for each client. */
    private static final int CALLS_THAT_HOLD = 60;

    /** A service follows its selector as fast as labels are followed (LBL-02). */
    private static final Limit LIMIT = Limit.required(Duration.ofSeconds(30));

    private final World world;
    private final List<Pod> clients = new ArrayList<>();
    private final Map<String, List<Call>> calls = new HashMap<>();

    public ClientSteps(World world) {
        this.world = world;
    }

    @Given("a pod {name} that reaches {names} through service {name}")
    public void client(String name, Names pods, String service) {
        Pod client = world.pods().start(world.namespace(), PodManifest.of(name)).get(0);
        Set<String> wanted = new TreeSet<>(pods.all());
        Eventually.eventually(
                "pods " + wanted + " to answer through service " + service,
                patience(),
                () -> answering(client, world.services().get(service)),
                wanted::equals);
    }

    @Given("a standing client on each of up to three hosts")
    public void clients() {
        List<Host> hosts = world.hosts().stream().limit(MOST_HOSTS).toList();
        PodManifest[] manifests = new PodManifest[hosts.size()];
        for (int i = 0; i < manifests.length; i++) {
            manifests[i] = PodManifest.of("client-" + (i + 1)).on(hosts.get(i).name());
        }
        clients.addAll(world.standing(manifests));
    }

    @Given("a standing client on each of up to three hosts, which reaches {names} through service {name}")
    public void clients(Names pods, String service) {
        clients();
        Set<String> wanted = new TreeSet<>(pods.all());
        Eventually.eventually(
                "pods " + wanted + " to answer every client through service " + service,
                patience(),
                () -> answeringEach(clients, world.services().get(service), CALLS_A_ROUND),
                seen -> seen.values().stream().allMatch(wanted::equals));
    }

    private Limit patience() {
        return world.cluster().settings().patience();
    }

    @When("every client makes {int} new connections to service {name}")
    public void connect(int connections, String service) {
        Door door = door(world.services().get(service));
        world.caller().awaitWay(clients, List.of(door), patience());
        calls.put(service, world.caller().all(clients, client -> world.caller().connect(client, door, connections)));
    }

    @When(
            "every client makes {int} connections to service {name}, with pauses of 2 s, and {int} each time that pod {name} joins, leaves and joins again")
    public void connectInTurn(int connections, String service, int more, String pod) {
        Service called = world.services().get(service);
        Door door = door(called);
        List<Call> all = new ArrayList<>(Turn.givenBackFor(() ->
                world.caller().all(clients, client -> world.caller().connectInTurn(client, door, connections))));
        // Whether hosts know of who comes and goes is asked of the service with the same pods that keeps nobody.
        Service plain = world.services().all().get(0);
        Pod joining = world.pods()
                .start(world.namespace(), PodManifest.of(pod, plain.targetPort()))
                .get(0);
        for (boolean there : List.of(true, false, true)) {
            world.services().label(joining, there ? plain.name() : null);
            Eventually.eventually(
                    "every client to " + (there ? "reach " : "reach no more ") + pod + " through service "
                            + plain.name(),
                    patience(),
                    () -> answeringEach(clients, plain, CALLS_A_ROUND),
                    seen -> seen.values().stream().allMatch(heard -> heard.contains(pod) == there));
            all.addAll(world.caller().all(clients, client -> world.caller().connect(client, door, more)));
        }
        calls.put(service, all);
    }

    @When("every client calls the node ports of services {names} at every host's address")
    public void callNodePorts(Names services) {
        services.all().forEach(this::callNodePorts);
    }

    private void callNodePorts(String service) {
        List<Service.Port> ports = world.services().get(service).ports();
        List<Door> doors = Host.known(world.api()).stream()
                .flatMap(host ->
                        ports.stream().map(port -> new Door(host.addresses().get(0), port.nodePort(), port.protocol())))
                .toList();
        world.caller().awaitWay(clients, doors, patience());
        calls.put(
                service, world.caller().all(clients, client -> world.caller().call(client, client.container(), doors)));
    }

    @Then("pod {name} reaches {names}, and no others, through service {name}")
    public void reaches(String client, Names pods, String service) {
        reach(List.of(world.pods().get(client)), new TreeSet<>(pods.all()), service);
    }

    @Then("every client reaches {names}, and no others, through service {name}")
    public void allReach(Names pods, String service) {
        reach(clients, new TreeSet<>(pods.all()), service);
    }

    /** Comes to it within the limit, and then stays so: what goes astray now and then is not seen in the first round. */
    private void reach(List<Pod> from, Set<String> wanted, String service) {
        Service called = world.services().get(service);
        Map<String, Set<String>> all =
                from.stream().collect(Collectors.toMap(Pod::name, client -> wanted, (one, other) -> one, TreeMap::new));
        world.comparison()
                .same(
                        "who answers at the address of service " + service,
                        all,
                        Eventually.lastSeen(LIMIT, () -> answeringEach(from, called, CALLS_A_ROUND), all::equals));
        world.comparison()
                .same(
                        "who answers " + CALLS_THAT_HOLD + " more connections to service " + service,
                        all,
                        answeringEach(from, called, CALLS_THAT_HOLD));
    }

    @Then("every client has reached every pod behind service {name}")
    public void reachedAll(String name) {
        Service service = world.services().get(name);
        List<Cell> cells = new ArrayList<>();
        for (Pod client : clients) {
            List<Call> made = madeBy(client, name);
            for (Pod pod : world.pods().behind(service)) {
                long count = made.stream()
                        .filter(call -> call.pod().filter(pod.name()::equals).isPresent())
                        .count();
                cells.add(new Cell(
                        client.name(),
                        client.host(),
                        client.address(),
                        pod.name(),
                        pod.host(),
                        pod.address(),
                        "service " + name,
                        "some of " + made.size() + " connections",
                        count + " of them",
                        count > 0));
            }
        }
        world.comparison().matrix("how many of the connections to service " + name + " reached the pod", cells);
    }

    @Then("no connection to service {name} was lost")
    public void noneLost(String service) {
        for (Pod client : clients) {
            List<String> lost = madeBy(client, service).stream()
                    .filter(call -> !call.answered())
                    .map(Call::raw)
                    .toList();
            world.comparison()
                    .same(
                            "the connections of " + client.name() + " to service " + service + " that went astray",
                            List.of(),
                            lost);
        }
    }

    @Then("every client has reached one pod alone through service {name}")
    public void reachedOne(String service) {
        for (Pod client : clients) {
            Set<String> reached = heardBy(client, service);
            world.comparison()
                    .holds(
                            "whom " + client.name() + " has reached through service " + service,
                            "one pod",
                            reached.toString(),
                            reached.size() == 1
                                    && madeBy(client, service).get(0).answered());
        }
    }

    @Then("pod {name} has answered every client at every host's address")
    public void answeredAtEveryHost(String pod) {
        for (List<Call> made : calls.values()) {
            for (Call call : made) {
                world.comparison()
                        .same(
                                "who answers " + call.from().name() + " on "
                                        + call.from().host() + " at " + call.to() + " over " + call.channel(),
                                pod,
                                call.pod().orElse(call.raw()));
            }
        }
    }

    /** The pods that answer new connections; what a call that failed heard instead, too. */
    private Set<String> answering(Pod client, Service service) {
        return heard(world.caller().connect(client, door(service), CALLS_A_ROUND));
    }

    /** The same for each of these clients, by their names. */
    private Map<String, Set<String>> answeringEach(List<Pod> from, Service service, int times) {
        List<Call> made = world.caller().all(from, client -> world.caller().connect(client, door(service), times));
        return made.stream()
                .collect(Collectors.groupingBy(
                        call -> call.from().name(),
                        TreeMap::new,
                        Collectors.mapping(
                                call -> call.pod().orElse(call.raw()), Collectors.toCollection(TreeSet::new))));
    }

    private Set<String> heardBy(Pod client, String service) {
        return heard(madeBy(client, service));
    }

    private List<Call> madeBy(Pod client, String service) {
        return calls.get(service).stream()
                .filter(call -> call.from().equals(client))
                .toList();
    }

    private static Set<String> heard(List<Call> calls) {
        return calls.stream().map(call -> call.pod().orElse(call.raw())).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Door door(Service service) {
        return new Door(service.address(), service.port(), "TCP");
    }
}
