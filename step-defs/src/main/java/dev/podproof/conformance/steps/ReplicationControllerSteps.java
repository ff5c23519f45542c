package dev.podproof.conformance.steps;

import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.eventually.Limit;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.ReplicationController;
import dev.podproof.conformance.world.ReplicationControllers;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Replication controllers and the pods that they keep. */
public final class ReplicationControllerSteps {
    private final World world;
    private final Limit patience;
    private List<Pod> before = List.of();
    private Pod chosen;
    private Pod bare;
    private ReplicationController answer;

    public ReplicationControllerSteps(World world) {
        this.world = world;
        this.patience = world.cluster().settings().patience();
    }

    @Given("a replication controller {name} that keeps {int} pod(s)")
    public void keeping(String name, int number) {
        make(name, number);
        before = Eventually.eventually(
                number + " pods of " + name + " to run",
                patience,
                () -> matching(name),
                seen -> atRest(name, number, seen),
                ReplicationControllerSteps::said);
    }

    @Given("a pod {name} that takes {int} s to end")
    public void stubborn(String name, int seconds) {
        // The first process of a container is not ended by a signal that it does not handle.
        String spec = "{terminationGracePeriodSeconds: %d, containers: [{name: main, command: [sleep, '3600']}]}";
        world.pods().start(world.namespace(), PodManifest.of(name, spec.formatted(seconds)));
    }

    @When("a replication controller {name} is made that keeps {int} pods")
    public void make(String name, int number) {
        world.controllers().make(world.namespace(), name, number, PodManifest.of(name));
    }

    @When("{int} more pods are made that match {name}")
    public void makeMore(int number, String name) {
        PodManifest[] more = IntStream.rangeClosed(1, number)
                .mapToObj(i -> PodManifest.of(name + "-more-" + i).labelled(ReplicationControllers.labels(name)))
                .toArray(PodManifest[]::new);
        world.pods().make(world.namespace(), more);
    }

    @Given("pods {names}, each with one of the two labels by which {name} will know its own")
    public void strangers(Names pods, String name) {
        List<PodManifest> all = new ArrayList<>();
        ReplicationControllers.labels(name).forEach((label, value) -> {
            if (all.size() < pods.all().size()) {
                all.add(PodManifest.of(pods.all().get(all.size())).labelled(Map.of(label, value)));
            }
        });
        world.pods().start(world.namespace(), all.toArray(PodManifest[]::new));
    }

    @Given(
            "pods {names}, each with one of the two labels by which {name} will know its own, and a pod {name} with both in another namespace")
    public void strangers(Names pods, String name, String far) {
        strangers(pods, name);
        world.pods().start(world.anotherNamespace(), PodManifest.of(far).labelled(ReplicationControllers.labels(name)));
    }

    @When("{name} is told to keep {int} pods")
    public void scale(String name, int number) {
        answer = world.controllers().scale(world.controllers().get(name), number);
    }

    @Then("in the answer its status reports {int} pod(s), which it has seen so far")
    public void answered(int number) {
        world.comparison()
                .same(
                        "status.replicas of " + answer.name() + " in the answer to the new number",
                        number,
                        answer.observed());
    }

    @When("{name} is told to keep {int} pods, and at once to keep {int}")
    public void scaleTwice(String name, int first, int second) {
        scale(name, first);
        scale(name, second);
    }

    @When("a pod of {name} is deleted, and another one without a grace period")
    public void deleteTwo(String name) {
        world.pods().deleteWithoutGrace(one(name));
        world.pods().delete(before.get(1));
    }

    @When(
            "pod {name} ends with code {int}, pod {name} with code {int}, and {int} pods that {name} has made are deleted")
    public void deleteSome(String one, int code, String other, int otherCode, int number, String name) {
        Map.of(one, code, other, otherCode)
                .forEach((ending, with) -> world.processes()
                        .end(world.pods().get(ending), world.pods().get(ending).container(), with));
        List<String> ours = world.pods().all().stream().map(Pod::name).toList();
        world.pods()
                .delete(matching(name).stream()
                        .filter(pod -> !ours.contains(pod.name()))
                        .limit(number)
                        .toArray(Pod[]::new));
    }

    @Given("pods {names}, which match {name} and are not started again when they end")
    public void orphans(Names pods, String name) {
        world.pods()
                .start(
                        world.namespace(),
                        pods.all().stream()
                                .map(pod -> PodManifest.of(pod)
                                        .neverRestarted()
                                        .labelled(ReplicationControllers.labels(name)))
                                .toArray(PodManifest[]::new));
    }

    @When("a/the pod of {name} is relabelled for {name}")
    public void relabelOne(String name, String other) {
        world.controllers().label(one(name), other);
    }

    @When("a pod of {name} is relabelled so that it matches no longer, and another one has all its labels taken away")
    public void release(String name) {
        world.controllers().label(one(name), null);
        bare = before.get(1);
        world.services().withoutLabels(bare);
    }

    @When("pod {name} is relabelled so that it matches {name}")
    public void offer(String pod, String name) {
        world.controllers().label(world.pods().get(pod), name);
    }

    @Then("{name} comes to {int} running pod(s) of its own, and for {int} s no other pod matches it")
    public void comesTo(String name, int number, int seconds) {
        settled(name, number, patience);
        List<Pod> seen =
                Eventually.held(Duration.ofSeconds(seconds), () -> matching(name), pods -> atRest(name, number, pods));
        compare(name, number, seen);
    }

    @Then("within {int} s {name} has {int} pod of its own, and no other pod matches it")
    public void within(int seconds, String name, int number) {
        settled(name, number, Limit.required(Duration.ofSeconds(seconds)));
    }

    @Then("within {int} s {name} has {int} pod of its own, another than before")
    public void anotherWithin(int seconds, String name, int number) {
        List<Pod> now = settled(name, number, Limit.required(Duration.ofSeconds(seconds)));
        world.comparison()
                .holds(
                        "the pods of " + name,
                        "others than " + chosen.name(),
                        names(now).toString(),
                        !names(now).contains(chosen.name()));
    }

    @Then("the status of {name} reports {int} pod(s)")
    public void reports(String name, int number) {
        ReplicationController seen = Eventually.lastSeen(
                patience,
                () -> world.controllers().read(world.controllers().get(name)),
                controller -> world.controllers().reports(controller, number));
        world.comparison().same("status.replicas of " + name, number, seen.observed());
    }

    @Then("both have new names, and addresses that no other running pod has")
    public void areNew() {
        String controller = chosen.label(ReplicationControllers.CONTROLLER);
        List<Pod> now = matching(controller);
        world.comparison()
                .holds(
                        "the pods of " + controller + ", which were " + names(before),
                        "two with other names",
                        names(now).toString(),
                        now.size() == 2 && Collections.disjoint(names(before), names(now)));
        for (Pod fresh : now) {
            world.comparison()
                    .same(
                            "the running pods in the cluster with the address " + fresh.address(),
                            List.of(fresh.namespace() + "/" + fresh.name()),
                            world.pods().withAddress(fresh.address()));
        }
    }

    @Then("both relabelled pods run as before and have no controller")
    public void released() {
        for (Pod pod : List.of(chosen, bare)) {
            Pod now = Eventually.lastSeen(
                    patience,
                    () -> world.pods().read(pod),
                    seen -> seen.owners().isEmpty());
            world.comparison().same("the owners of pod " + pod.name(), List.of(), now.owners());
            runsAsBefore(pod, now);
        }
    }

    @Then("pod(s) {names} run(s) as before")
    public void runsAsBefore(Names names) {
        for (String name : names.all()) {
            Pod pod = world.pods().get(name);
            runsAsBefore(pod, world.pods().read(pod));
        }
    }

    @Then("pod {name} names {name} as its controller")
    public void adopted(String name, String controller) {
        Pod pod = world.pods().get(name);
        Pod now = Eventually.lastSeen(
                patience,
                () -> world.pods().read(pod),
                seen -> !seen.controller().isEmpty());
        world.comparison()
                .same(
                        "the controller of pod " + name,
                        world.controllers().get(controller).uid(),
                        now.controller());
    }

    /** Waits until so many pods run and are the controller's own, and compares what was last seen with that. */
    private List<Pod> settled(String name, int number, Limit limit) {
        List<Pod> seen = Eventually.lastSeen(limit, () -> matching(name), pods -> atRest(name, number, pods));
        compare(name, number, seen);
        return seen;
    }

    private void compare(String name, int number, List<Pod> seen) {
        world.comparison()
                .holds(
                        "the pods that match " + name,
                        number + " that run and are owned by " + name,
                        said(seen),
                        atRest(name, number, seen));
    }

    private boolean atRest(String name, int number, List<Pod> pods) {
        ReplicationController controller = world.controllers().get(name);
        return pods.size() == number && pods.stream().allMatch(pod -> pod.isRunning() && controller.owns(pod));
    }

    private void runsAsBefore(Pod before, Pod now) {
        world.comparison()
                .holds(
                        "pod " + before.name(),
                        "running, with the containers " + before.containerIds() + " and no controller",
                        now.summary() + " " + now.containerIds() + " " + now.controller(),
                        now.isRunning()
                                && now.containerIds().equals(before.containerIds())
                                && now.controller().isEmpty());
    }

    private Pod one(String name) {
        before = matching(name);
        chosen = before.get(0);
        return chosen;
    }

    private List<Pod> matching(String name) {
        return world.controllers().matching(world.controllers().get(name));
    }

    private static Set<String> names(List<Pod> pods) {
        return pods.stream().map(Pod::name).collect(Collectors.toSet());
    }

    private static String said(List<Pod> pods) {
        return pods.stream()
                .map(pod -> pod.summary() + (pod.controller().isEmpty() ? ", owned by nobody" : ""))
                .collect(Collectors.joining("; ", pods.size() + " pods: ", ""));
    }
}
