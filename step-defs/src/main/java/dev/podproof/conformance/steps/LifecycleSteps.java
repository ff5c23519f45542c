package dev.podproof.conformance.steps;

import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.eventually.Limit;
import dev.podproof.conformance.probe.ExecLost;
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

/** The lives of containers: how they end, and what comes after. */
public final class LifecycleSteps {

    private final World world;
    private final Limit patience;
    private final Map<String, String> births = new TreeMap<>();

    public LifecycleSteps(World world) {
        this.world = world;
        this.patience = world.cluster().settings().patience();
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

    @When("container {name} of every pod ends with code {int}, and container {name} with code {int}")
    public void everyEnds(String one, int code, String other, int otherCode) {
        world.pods().all().forEach(pod -> world.processes().end(pod, one, code));
        world.pods().all().forEach(pod -> world.processes().end(pod, other, otherCode));
    }

    @When("container {name} of pod(s) {names} ends with code {int}")
    public void ends(String container, Names pods, int code) {
        for (String name : pods.all()) {
            Pod pod = world.pods().get(name);
            pod.containers().forEach(each -> births.put(name + "/" + each, born(pod, each)));
            world.processes().end(pod, container, code);
        }
    }

    @When("container {name} of pods {names} ends with code {int}, and container {name} of pod {name} with code {int}")
    public void endToo(String container, Names pods, int code, String other, String pod, int otherCode) {
        ends(container, pods, code);
        ends(other, new Names(List.of(pod)), otherCode);
    }

    @When("container {name} of pod {name} has ended for good with code {int}, and pods {names} are deleted")
    public void endsForGood(String container, String name, int code, Names deleted) {
        Pod pod = world.pods().get(name);
        world.processes().end(pod, container, code);
        Eventually.eventually(
                "pod " + name + " to have ended",
                world.cluster().settings().patience(),
                () -> world.pods().read(pod),
                Pod::hasEnded,
                Pod::summary);
        world.pods().delete(deleted.all().stream().map(world.pods()::get).toArray(Pod[]::new));
    }

    @When("container {name} of pod {name} ends with code {int} and runs again")
    public void endsAndRunsAgain(String container, String name, int code) {
        Pod pod = world.pods().get(name);
        world.processes().end(pod, container, code);
        world.pods().awaitRestart(pod, container);
    }

    @When("pod {name} is deleted")
    public void isDeleted(String name) {
        world.pods().delete(world.pods().get(name));
    }

    @When("pod {name} is deleted and made again on its host")
    public void madeAgain(String name) {
        world.pods().delete(world.pods().get(name));
        world.pods().again(world.namespace(), name);
    }

    @When("pod {name} has a namesake in another namespace on its host, called {name} here")
    public void namesake(String name, String called) {
        world.pods().startNamesake(world.anotherNamespace(), name, called);
    }

    @Then("none of the containers of pod(s) {names} was started")
    public void noneStarted(Names names) {
        names.all().forEach(this::noneStarted);
    }

    private void noneStarted(String name) {
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
        Map<String, Fate> expected = expected(rows);
        compare(rows, Eventually.lastSeen(patience, this::fates, seen -> isDecided(expected, seen)));
    }

    /** Whether all is as it should be, or something has become of one of them that it cannot come back from. */
    private static boolean isDecided(Map<String, Fate> expected, Map<String, Fate> seen) {
        return seen.equals(expected)
                || seen.entrySet().stream()
                        .anyMatch(one -> expected.containsKey(one.getKey())
                                && one.getValue().isBeyond(expected.get(one.getKey())));
    }

    @Then("this becomes of their containers, and stays so for {int} s:")
    public void lastingFates(int seconds, List<Map<String, String>> rows) {
        fates(rows);
        compare(rows, Eventually.held(Duration.ofSeconds(seconds), this::fates, expected(rows)::equals));
    }

    private void compare(List<Map<String, String>> rows, Map<String, Fate> observed) {
        world.comparison().same("what has become of the containers", words(expected(rows)), words(observed));
    }

    private static Map<String, String> words(Map<String, Fate> fates) {
        Map<String, String> words = new TreeMap<>();
        fates.forEach((container, fate) -> words.put(container, fate.words()));
        return words;
    }

    private static Map<String, Fate> expected(List<Map<String, String>> rows) {
        Map<String, Fate> expected = new TreeMap<>();
        rows.forEach(row -> row.forEach((container, fate) -> {
            if (!container.equals("pod")) {
                expected.put(row.get("pod") + "/" + container, Fate.of(fate));
            }
        }));
        return expected;
    }

    @Then(
            "the status of pod {name} counts one restart of container {name} and none of container {name}, as their processes show")
    public void counted(String name, String one, String none) {
        Pod pod = world.pods().get(name);
        List<String> expected = List.of(one + ": another process, restarts 1", none + ": the same process, restarts 0");
        List<String> observed =
                Eventually.lastSeen(patience, () -> List.of(restarts(pod, one), restarts(pod, none)), expected::equals);
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

    private Map<String, Fate> fates() {
        Map<String, Fate> fates = new TreeMap<>();
        world.pods()
                .all()
                .forEach(pod -> pod.containers()
                        .forEach(container -> fates.put(pod.name() + "/" + container, fate(pod, container))));
        return fates;
    }

    private Fate fate(Pod pod, String container) {
        return Fate.of(world.pods().read(pod).status(container));
    }
}
