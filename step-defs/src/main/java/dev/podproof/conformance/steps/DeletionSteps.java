package dev.podproof.conformance.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.conformance.eventually.Age;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.eventually.Limit;
import dev.podproof.conformance.probe.ExecLost;
import dev.podproof.conformance.probe.ExecResult;
import dev.podproof.conformance.probe.HostProbe;
import dev.podproof.conformance.world.Call;
import dev.podproof.conformance.world.Caller.Door;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Pods that are deleted: what they are told, when they go, and what they leave. */
public final class DeletionSteps {
    /** However slow this machine was so far, one look is taken. */
    private static final Duration AT_LEAST = Duration.ofSeconds(1);

    /** Until the API says of a container that it has ended. */
    private static final Duration NOTICED = Duration.ofSeconds(15);

    private final World world;
    private Age deletion;
    private Pod leaving;
    private Pod early;

    public DeletionSteps(World world) {
        this.world = world;
    }

    @Given(
            "a pod {name} with the containers {names}, which ignore TERM, with a grace period of {int} s, and of which the first listens on port {int}")
    public void stubborn(String name, Names containers, int grace, int port) {
        String spec = containers.all().stream()
                .map(container -> "{name: " + container + ", ports: []}")
                .collect(Collectors.joining(", ", "containers: [", "]"));
        world.pods()
                .start(
                        world.namespace(),
                        PodManifest.of(name, spec).listeningOn(port).stubborn(grace));
    }

    @Given("a pod {name}, and a pod {name} whose init container goes on for {int} s")
    public void early(String client, String name, int seconds) {
        world.pods().start(world.namespace(), PodManifest.of(client));
        String spec = "{initContainers: [{name: before, command: [sleep, '%d']}], containers: [{name: main}]}";
        world.pods().make(world.namespace(), PodManifest.of(name, spec.formatted(seconds)));
        Eventually.eventually(
                "the init container of pod " + name + " to run",
                world.cluster().settings().patience(),
                () -> world.pods().read(world.namespace(), name),
                pod -> initState(pod).has("running"),
                Pod::summary);
    }

    private static JsonNode initState(Pod pod) {
        return pod.document().at("/status/initContainerStatuses/0/state");
    }

    @When(
            "the deletion of pod {name} begins after container {name} has ended and runs again, and that of pod {name} with it")
    public void deletionBegins(String name, String container, String other) {
        Pod pod = world.pods().get(name);
        world.processes().end(pod, container, 1);
        world.pods().awaitRestart(pod, container);
        leaving = world.pods().read(pod);
        early = world.pods().read(world.namespace(), other);
        world.pods().askToDelete(pod);
        deletion = Age.ofNow();
        world.pods().askToDelete(early);
    }

    @Then("every container of pod {name} is told to end within {int} s")
    public void areTold(String name, int seconds) {
        Pod pod = world.pods().get(name);
        for (String container : pod.containers()) {
            String told = Eventually.lastSeen(left(seconds), () -> told(pod, container), "TERM"::equals);
            world.comparison()
                    .same("what container " + container + " of pod " + name + " was told by then", "TERM", told);
        }
    }

    private String told(Pod pod, String container) {
        try {
            return world.processes().told(pod, container);
        } catch (ExecLost e) {
            // An API that is lost says so here; else it is the container that is.
            return "nothing that it could tell: it cannot be asked any more, and its pod is "
                    + (world.pods().exists(pod) ? "still there" : "gone");
        }
    }

    @Then(
            "pod {name} hears the last of pod {name} on port {int} within {int} s of its deletion, and where hosts can be looked at, none of its containers runs there by then")
    public void lastHeard(String client, String server, int port, int seconds) {
        Pod from = world.pods().get(client);
        ExecResult until = world.processes().lastAnswer(from, world.pods().get(server), port);
        long since = deletion.passed().toSeconds();
        world.comparison()
                .holds(
                        "the seconds from the deletion of pod " + server + " to when it answered no more",
                        "at most " + seconds,
                        since + " (" + until.raw() + " of calls)",
                        until.succeeded() && since <= seconds);
        noneRuns(leaving, seconds);
    }

    private void noneRuns(Pod pod, int seconds) {
        world.probe(pod).ifPresent(host -> {
            List<String> running = Eventually.lastSeen(left(seconds), () -> running(host, pod), List::isEmpty);
            world.comparison()
                    .same("the containers of pod " + pod.name() + " that run on " + pod.host(), List.of(), running);
        });
    }

    private static List<String> running(HostProbe host, Pod pod) {
        return pod.containerIds().stream()
                .flatMap(id -> host.container(id).stream())
                .filter(container -> container.state().equals("running"))
                .map(HostProbe.Container::name)
                .toList();
    }

    /** What is left of so many seconds since the deletion. */
    private Limit left(int seconds) {
        Duration left = Duration.ofSeconds(seconds).minus(deletion.passed());
        return Limit.required(left.compareTo(AT_LEAST) < 0 ? AT_LEAST : left);
    }

    @Then(
            "once pod {name} is gone, pod {name} finds it no more on port {int}, and the init container of pod {name} has ended")
    public void gone(String leaving, String client, int port, String other) {
        Pod gone = world.pods().get(leaving);
        world.pods().awaitGone(gone);
        Pod from = world.pods().get(client);
        Call call = world.caller().callOnce(from, from.container(), new Door(gone.address(), port, "TCP"));
        world.comparison()
                .holds(
                        "who answers at the address of pod " + leaving,
                        "nobody, or a pod that has the address now",
                        call.raw(),
                        call.pod().map(name -> !name.equals(leaving)).orElse(true));
        String state = Eventually.lastSeen(
                Limit.required(NOTICED),
                () -> world.pods()
                        .find(early)
                        .map(pod -> initState(pod).toString())
                        .orElse(""),
                seen -> !seen.contains("running"));
        world.comparison()
                .holds(
                        "the init container of pod " + other + ", which was deleted while that ran",
                        "ended",
                        state.isEmpty() ? "gone with its pod" : state,
                        !state.contains("running"));
    }

    @Then("a new pod {name} can be made that listens on port {int}, and pod {name} finds it")
    public void again(String name, int port, String client) {
        Pod made = world.pods()
                .start(world.namespace(), PodManifest.of(name, port))
                .get(0);
        Pod from = world.pods().get(client);
        Call call = world.caller()
                .call(from, from.container(), List.of(new Door(made.address(), port, "TCP")))
                .get(0);
        world.comparison()
                .same(
                        "who answers at the address of the new pod " + name,
                        name,
                        call.pod().orElse(call.raw()));
    }
}
