package dev.podproof.conformance.steps;

import dev.podproof.conformance.disruption.Disruption;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.eventually.Limit;
import dev.podproof.conformance.probe.HostProbe;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.ReplicationController;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Hosts that are lost and come back, and the pods that they ran. */
public final class LostHostSteps {
    /** What RC-05 grants beyond the target's own periods. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final World world;
    private Duration tolerated = Duration.ZERO;
    private Host lost;
    private List<Pod> before = List.of();

    public LostHostSteps(World world) {
        this.world = world;
    }

    @Given("a replication controller {name} that keeps {int} pods, which are given up after {int} s on a lost host")
    public void keeping(String name, int number, int seconds) {
        tolerated = Duration.ofSeconds(seconds);
        ReplicationController controller = world.controllers()
                .make(world.namespace(), name, number, PodManifest.of(name).givenUpAfter(seconds));
        Eventually.eventually(
                number + " pods of " + name + " to run",
                world.cluster().settings().patience(),
                () -> world.controllers().matching(controller),
                pods -> running(pods) == number,
                LostHostSteps::said);
    }

    @When("the host of a pod of {name} {loss}")
    public void lose(String name, String loss) {
        before = world.controllers().matching(world.controllers().get(name));
        Set<String> theirs = before.stream().map(Pod::host).collect(Collectors.toSet());
        Disruption disruption = world.disruption();
        lost = disruption.choose(Host.known(world.api()).stream()
                .filter(host -> theirs.contains(host.name()))
                .toList());
        if (loss.equals("is stopped")) {
            disruption.stop(lost);
        } else {
            disruption.cutOff(lost);
        }
    }

    @Then("in time {name} comes to {int} running pods on the hosts that are left")
    public void runElsewhere(String name, int number) {
        ReplicationController controller = world.controllers().get(name);
        Duration limit = world.cluster().settings().hostGrace().plus(tolerated).plus(MARGIN);
        List<Pod> seen = Eventually.lastSeen(
                Limit.required(limit), () -> world.controllers().matching(controller), pods -> elsewhere(pods, number));
        world.comparison()
                .holds(
                        "the pods of " + name + " within " + limit.toSeconds() + " s of the loss of host "
                                + lost.name(),
                        number + " running on other hosts",
                        said(seen),
                        elsewhere(seen, number));
    }

    @Then(
            "once the host is back no more than {int} pods match {name}, and for {int} s no other container of before runs there")
    public void noMoreOnceBack(int number, String name, int seconds) {
        ReplicationController controller = world.controllers().get(name);
        world.disruption().bringBack();
        List<Pod> seen = Eventually.lastSeen(
                world.cluster().settings().patience(),
                () -> world.controllers().all(controller),
                pods -> pods.size() == number && running(pods) == number);
        world.comparison()
                .holds(
                        "the pods that match " + name + " after the return of host " + lost.name(),
                        number + " that run, and no others",
                        said(seen),
                        seen.size() == number && running(seen) == number);
        Set<String> wanted = containers(seen);
        Eventually.lastSeen(world.cluster().settings().patience(), this::left, wanted::containsAll);
        Set<String> running = Eventually.held(Duration.ofSeconds(seconds), this::left, wanted::containsAll);
        world.comparison()
                .holds(
                        "the containers of " + name + " from before that run on host " + lost.name(),
                        "none but those of the pods that match: " + wanted,
                        running.toString(),
                        wanted.containsAll(running));
    }

    /** What runs on the host that was lost, of the pods that there were before, as its Docker Engine shows it. */
    private Set<String> left() {
        HostProbe host = world.probe(lost);
        return containers(before).stream()
                .filter(id -> host.container(id)
                        .filter(container -> container.state().equals("running"))
                        .isPresent())
                .collect(Collectors.toSet());
    }

    private static Set<String> containers(List<Pod> pods) {
        return pods.stream().flatMap(pod -> pod.containerIds().stream()).collect(Collectors.toSet());
    }

    private boolean elsewhere(List<Pod> pods, int number) {
        return pods.size() == number
                && running(pods) == number
                && pods.stream().noneMatch(pod -> pod.host().equals(lost.name()));
    }

    private static long running(List<Pod> pods) {
        return pods.stream().filter(Pod::isRunning).count();
    }

    private static String said(List<Pod> pods) {
        return pods.stream().map(Pod::summary).collect(Collectors.joining("; ", pods.size() + " pods: ", ""));
    }
}
