package dev.podproof.conformance.steps;

import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.world.Call;
import dev.podproof.conformance.world.Caller.Door;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.Service;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Services and the pods behind them. */
public final class ServiceSteps {
    private static final String LABEL = "behind";
    /** With two pods behind a service, one round in 2¹⁹ misses one of them by chance. */
    private static final int CALLS_A_ROUND = 20;

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final World world;
    private int targetPort;

    public ServiceSteps(World world) {
        this.world = world;
    }

    @Given("a service {name} on port {int} for the pod(s) {names}, which listen(s) on port {int}")
    public void service(String name, int port, Names pods, int target) {
        targetPort = target;
        Service service = world.services()
                .make(
                        world.namespace(),
                        name,
                        "{selector: {%s: %s}, ports: [{port: %d, targetPort: %d}]}"
                                .formatted(LABEL, name, port, target));
        world.services().awaitEndpoints(service, start(name, pods));
    }

    @Given("service {name} is at least {int} s old")
    public void isOld(String name, int seconds) {
        world.services().get(name).age().atLeast(Duration.ofSeconds(seconds));
    }

    @Given("a pod {name} that reaches {names} through service {name}")
    public void client(String name, Names pods, String service) {
        Pod client = world.pods().start(world.namespace(), PodManifest.of(name)).get(0);
        Set<String> wanted = new TreeSet<>(pods.all());
        Eventually.eventually(
                "pods " + wanted + " to answer through service " + service,
                LIMIT,
                () -> answering(client, world.services().get(service)),
                wanted::equals);
    }

    @When("pods {names} are replaced by {names}")
    public void replace(Names old, Names next) {
        Pod[] leaving = old.all().stream().map(world.pods()::get).toArray(Pod[]::new);
        String service = leaving[0].label(LABEL);
        world.pods().delete(leaving);
        start(service, next);
    }

    @Then("service {name} has the same address and port as before")
    public void sameAddress(String name) {
        Service before = world.services().get(name);
        Service now = world.services().read(before);
        world.comparison()
                .same(
                        "the address and port of service " + name,
                        before.address() + ":" + before.port(),
                        now.address() + ":" + now.port());
    }

    @Then("pod {name} reaches {names}, and no others, through service {name}")
    public void reaches(String client, Names pods, String service) {
        Set<String> wanted = new TreeSet<>(pods.all());
        Set<String> seen = Eventually.lastSeen(
                LIMIT,
                () -> answering(world.pods().get(client), world.services().get(service)),
                wanted::equals);
        world.comparison().same("who answers at the address of service " + service, wanted, seen);
    }

    private List<Pod> start(String service, Names pods) {
        PodManifest[] manifests = pods.all().stream()
                .map(pod -> PodManifest.of(pod, targetPort).labelled(Map.of(LABEL, service)))
                .toArray(PodManifest[]::new);
        return world.pods().start(world.namespace(), manifests);
    }

    /** The pods that answer a round of new connections; what a call that failed heard instead, too. */
    private Set<String> answering(Pod client, Service service) {
        Set<String> answering = new TreeSet<>();
        Door door = new Door(service.address(), service.port(), "TCP");
        for (Call call : world.caller().call(client, client.container(), Collections.nCopies(CALLS_A_ROUND, door))) {
            answering.add(call.pod().orElse(call.raw()));
        }
        return answering;
    }
}
