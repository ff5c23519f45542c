package dev.podproof.conformance.steps;

import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.probe.ExecResult;
import dev.podproof.conformance.world.Attempt;
import dev.podproof.conformance.world.Call;
import dev.podproof.conformance.world.Caller.Door;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.Service;
import dev.podproof.conformance.world.Services;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pods that become endpoints of a service, and that are endpoints no longer. */
public final class EndpointSteps {
    private static final String READY = "/tmp/ready";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final World world;
    private final Map<String, Service> services = new HashMap<>();
    private Attempt attempt;

    public EndpointSteps(World world) {
        this.world = world;
    }

    @Given("a pod {name} for service {name}, which is {standing}")
    public void pod(String name, String service, String standing) {
        Service of = world.services().get(service);
        services.put(name, of);
        PodManifest manifest =
                PodManifest.of(name, of.targetPort()).readyWhile(READY).neverRestarted();
        if (!standing.equals("not selected")) {
            manifest.labelled(Map.of(Services.BEHIND, service));
        }
        Pod pod = world.pods().start(world.namespace(), manifest).get(0);
        if (!standing.equals("not ready")) {
            becomeReady(pod);
        }
        if (standing.equals("ready")) {
            world.services().awaitEndpoint(of, pod);
        }
    }

    @When("pod {name} {change}")
    public void change(String name, String change) {
        Pod pod = world.pods().get(name);
        switch (change) {
            case "begins to match" ->
                world.services().label(pod, services.get(name).name());
            case "matches no longer" -> world.services().label(pod, null);
            case "becomes ready" -> becomeReady(pod);
            case "is ready no longer" -> world.files().remove(pod, pod.container(), READY);
            case "fails" -> world.processes().end(pod, pod.container(), 1);
            default -> throw new IllegalArgumentException(change);
        }
    }

    @When("pod {name} connects to service {name}")
    public void connect(String client, String name) {
        Service service = world.services().get(name);
        Pod from = world.pods().get(client);
        // A host may still be busy learning of a service that has just been made.
        attempt = Eventually.lastSeen(
                LIMIT,
                () -> world.attempt(from, service.address(), service.port()),
                tried -> tried.refusedWithin(LIMIT));
    }

    @When("pod {name} is relabelled for service {name}")
    public void relabel(String pod, String service) {
        world.services().label(world.pods().get(pod), service);
    }

    @Then("within {int} s service {name} lists {names}, and no others")
    public void lists(int seconds, String name, Names pods) {
        List<String> wanted = pods.all().stream()
                .map(pod -> world.pods().get(pod).address())
                .sorted()
                .toList();
        Service service = world.services().get(name);
        world.comparison()
                .same(
                        "the endpoints of service " + name,
                        wanted,
                        Eventually.lastSeen(
                                Duration.ofSeconds(seconds),
                                () -> world.services().endpoints(service),
                                wanted::equals));
    }

    @Then("the connection is refused within {int} s")
    public void refused(int seconds) {
        world.comparison()
                .holds(
                        "what becomes of a connection to a service without ready pods",
                        "refused within " + seconds + " s",
                        attempt.raw(),
                        attempt.refusedWithin(Duration.ofSeconds(seconds)));
    }

    @Then("pod {name} reaches {name} through service {name} once that is ready")
    public void reachesOnceReady(String client, String server, String name) {
        Service service = world.services().get(name);
        Pod from = world.pods().get(client);
        becomeReady(world.pods().get(server));
        Call call = Eventually.lastSeen(
                LIMIT,
                () -> world.caller()
                        .connect(from, new Door(service.address(), service.port(), "TCP"), 1)
                        .get(0),
                Call::answered);
        world.comparison()
                .same("who answers through service " + name, server, call.pod().orElse(call.raw()));
    }

    private void becomeReady(Pod pod) {
        ExecResult written = world.files().write(pod, pod.container(), "ready", READY);
        if (!written.succeeded()) {
            throw new NotMet("pod " + pod.name() + " cannot write " + READY + ": " + written.raw());
        }
    }
}
