package dev.podproof.conformance.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.conformance.eventually.Age;
import dev.podproof.conformance.eventually.Eventually;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The lives of containers and pods: how they end, and what comes after. */
public final class LifecycleSteps {
    /** However slow this machine was so far, one look is taken. */
    private static final Duration AT_LEAST = Duration.ofSeconds(1);

    private static final String AGAIN = "was started again and runs";
    private static final String TWICE = "was started again twice and runs";
    /** What a container's second restart may take: hosts wait for ten seconds and more before it. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final World world;
    private final Map<String, String> births = new TreeMap<>();
    private Age deletion;

    public LifecycleSteps(World world) {
        this.world = world;
    }

    @Given("these pods, each with the containers {names}:")
    public void pods(Names containers, List<Map<String, String>> rows) {
        List<PodManifest> manifests = new ArrayList<>();
        for (Map<String, String> row : rows) {
            StringBuilder spec = new StringBuilder("restartPolicy: " + row.get("restart policy") + "\ncontainers:\n");
            containers.all().forEach(container -> spec.append("- {name: " + container + "}\n"));
            manifests.add(PodManifest.of(row.get("name"), spec.toString()));
        }
        world.pods().start(world.namespace(), manifests.toArray(PodManifest[]::new));
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

    @When("container {name} of every pod ends with code {int}")
    public void everyEnds(String container, int code) {
        world.pods().all().forEach(pod -> world.processes().end(pod, container, code));
    }

    @When("container {name} of pod(s) {names} ends with code {int}")
    public void ends(String container, Names pods, int code) {
        for (String name : pods.all()) {
            Pod pod = world.pods().get(name);
            pod.containers().forEach(each -> births.put(name + "/" + each, born(pod, each)));
            world.processes().end(pod, container, code);
        }
    }

    @When("container {name} of pod {name} ends with code {int} and runs again")
    public void endsAndRunsAgain(String container, String name, int code) {
        Pod pod = world.pods().get(name);
        world.processes().end(pod, container, code);
        Eventually.eventually(
                "container " + container + " of pod " + name + " to run again",
                world.cluster().settings().patience(),
                () -> fate(pod, container),
                AGAIN::equals);
    }

    @When("pod {name} is deleted")
    public void isDeleted(String name) {
        world.pods().delete(world.pods().get(name));
    }

    @When("the deletion of pod {name} begins")
    public void deletionBegins(String name) {
        world.pods().askToDelete(world.pods().get(name));
        deletion = Age.ofNow();
    }

    @When("pod {name} is deleted and made again on its host")
    public void madeAgain(String name) {
        isDeleted(name);
        world.pods().again(world.namespace(), name);
    }

    @When("pod {name} has a namesake in another namespace on its host, called {name} here")
    public void namesake(String name, String called) {
        world.pods().startNamesake(world.anotherNamespace(), name, called);
    }

    @Then("none of the containers of pod {name} was started")
    public void noneStarted(String name) {
        Pod pod = world.pods().read(world.namespace(), name);
        boolean untouched = pod.containers().stream()
                .map(pod::status)
                .allMatch(status -> !status.path("state").has("running")
                        && !status.path("state").has("terminated")
                        && status.path("restartCount").asInt() == 0);
        world.comparison()
                .holds(
                        "the containers of pod " + name + " " + pod.containers(),
                        "none that ever ran",
                        pod.document().path("status").toString(),
                        !pod.containers().isEmpty() && untouched);
    }

    @Then("this becomes of their containers:")
    public void fates(List<Map<String, String>> rows) {
        compare(rows, Eventually.lastSeen(LIMIT, this::fates, expected(rows)::equals));
    }

    @Then("this becomes of their containers, and stays so for {int} s:")
    public void lastingFates(int seconds, List<Map<String, String>> rows) {
        fates(rows);
        compare(rows, Eventually.held(Duration.ofSeconds(seconds), this::fates, expected(rows)::equals));
    }

    private void compare(List<Map<String, String>> rows, Map<String, String> observed) {
        world.comparison().same("what has become of the containers", expected(rows), observed);
    }

    private static Map<String, String> expected(List<Map<String, String>> rows) {
        Map<String, String> expected = new TreeMap<>();
        rows.forEach(row -> row.forEach((container, fate) -> {
            if (!container.equals("pod")) {
                expected.put(row.get("pod") + "/" + container, fate);
            }
        }));
        return expected;
    }

    @Then(
            "the status of pod {name} counts one restart of container {name} and none of container {name}, as their processes show")
    public void counted(String name, String one, String none) {
        Pod pod = world.pods().get(name);
        List<String> expected = List.of(one + ": another process, restarts 1", none + ": the same process, restarts 0");
        List<String> observed = Eventually.lastSeen(
                LIMIT, () -> List.of(restarts(pod, one), restarts(pod, none)), expected::equals);
        world.comparison().same("the containers of pod " + name + ", and what its status says", expected, observed);
    }

    private String restarts(Pod pod, String container) {
        String now = born(pod, container);
        String process = now.equals(births.get(pod.name() + "/" + container)) ? "the same process" : "another process";
        return container + ": " + (now.isEmpty() ? "no process" : process) + ", restarts "
                + world.pods().read(pod).status(container).path("restartCount").asInt();
    }

    private String born(Pod pod, String container) {
        try {
            return world.processes().born(pod, container);
        } catch (ExecLost e) {
            return "";
        }
    }

    @Then("each pod is the same as before, and its containers see the same address")
    public void samePods() {
        for (Pod before : world.pods().all()) {
            Pod now = world.pods().read(before);
            world.comparison()
                    .same(
                            "the identity, host and address of pod " + before.name(),
                            List.of(before.uid(), before.host(), before.address()),
                            List.of(now.uid(), now.host(), now.address()));
            for (String container : now.containers()) {
                if (now.status(container).path("state").has("running")) {
                    List<String> own = world.network(now, container).ownAddresses();
                    world.comparison()
                            .holds(
                                    "the addresses that container " + container + " of pod " + now.name() + " sees",
                                    before.address() + " among them",
                                    own.toString(),
                                    own.contains(before.address()));
                }
            }
        }
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

    @Then("pod {name} hears the last of pod {name} on port {int} within {int} s of its deletion")
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
    }

    @Then("where hosts can be looked at, no container of pod {name} runs there {int} s after its deletion")
    public void noneRuns(String name, int seconds) {
        Pod pod = world.pods().get(name);
        world.probe(pod).ifPresent(host -> {
            List<String> running = Eventually.lastSeen(left(seconds), () -> running(host, pod), List::isEmpty);
            world.comparison().same("the containers of pod " + name + " that run on " + pod.host(), List.of(), running);
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
    private Duration left(int seconds) {
        Duration left = Duration.ofSeconds(seconds).minus(deletion.passed());
        return left.compareTo(AT_LEAST) < 0 ? AT_LEAST : left;
    }

    @Then("once pod {name} is gone, pod {name} finds it no more on port {int}")
    public void gone(String leaving, String client, int port) {
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

    private Map<String, String> fates() {
        Map<String, String> fates = new TreeMap<>();
        world.pods()
                .all()
                .forEach(pod -> pod.containers()
                        .forEach(container -> fates.put(pod.name() + "/" + container, fate(pod, container))));
        return fates;
    }

    private String fate(Pod pod, String container) {
        JsonNode status = world.pods().read(pod).status(container);
        JsonNode state = status.path("state");
        int restarts = status.path("restartCount").asInt();
        if (state.has("terminated") && restarts == 0) {
            return "ended with code " + state.path("terminated").path("exitCode");
        }
        if (state.has("running") && restarts <= 2) {
            return restarts == 0 ? "never ended" : restarts == 1 ? AGAIN : TWICE;
        }
        return state + " after " + restarts + " restarts";
    }
}
