package dev.podproof.conformance.steps;

import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.eventually.Limit;
import dev.podproof.conformance.probe.ExecLost;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Pods whose network is made a second time, because what held it has ended. Where the first free address is given, a lower one that became free before
 * is another one than the pod had.
 */
public final class SandboxSteps {
    /** Until a process that was told to end has; where pods' networks are held by none, or by one that does not listen, it never does. */
    private static final Limit SHORT = Limit.required(Duration.ofSeconds(10));

    private final World world;
    private List<Pod> pods = List.of();
    private Pod reborn;
    private List<String> before = List.of();

    public SandboxSteps(World world) {
        this.world = world;
    }

    @Given("pods {names} on {host}, whose containers see the process that holds their network")
    public void sharing(Names names, Host host) {
        pods = world.pods()
                .start(
                        world.namespace(),
                        names.all().stream()
                                // As the same user as that process.
                                .map(name -> PodManifest.of(name, """
                                        shareProcessNamespace: true
                                        securityContext: {runAsUser: 0}
                                        containers: [{name: main}]
                                        """).on(host.name()))
                                .toArray(PodManifest[]::new));
    }

    @Then("each of them finds every address that the API reports for it on its own interfaces")
    public void findReported() {
        pods.stream().map(world.pods()::read).forEach(pod -> compare(pod, own(pod)));
    }

    @When("that with the lower address is deleted, and the process that holds the network of the other is told to end")
    public void end() {
        List<Pod> inOrder = pods.stream()
                .sorted(Comparator.comparing(Pod::address, SandboxSteps::byNumbers))
                .toList();
        reborn = inOrder.get(inOrder.size() - 1);
        before = reborn.containerIds();
        inOrder.stream().filter(pod -> !pod.equals(reborn)).forEach(world.pods()::delete);
        world.processes().end(reborn, reborn.container(), 0);
    }

    /** Longer texts of the same form are larger numbers. */
    private static int byNumbers(String one, String other) {
        String[] ones = one.split("[.:]", -1);
        String[] others = other.split("[.:]", -1);
        return Arrays.compare(
                ones, others, Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
    }

    @Then(
            "once it has ended and its pod runs again, that finds every address that the API reports for it on its own interfaces")
    public void findsReportedAgain() {
        Pod pod = reborn;
        if (!Eventually.lastSeen(SHORT, () -> isAnother(world.pods().read(pod)), another -> another)) {
            return;
        }
        Pod now = Eventually.lastSeen(
                world.cluster().settings().patience(), () -> world.pods().read(pod), seen -> isWhole(seen));
        compare(now, own(now));
    }

    private boolean isAnother(Pod now) {
        return !now.isRunning() || !now.containerIds().equals(before);
    }

    private boolean isWhole(Pod now) {
        return isAnother(now) && now.isRunning() && own(now).containsAll(now.addresses());
    }

    /** None while its container cannot be asked. */
    private List<String> own(Pod pod) {
        try {
            return world.network(pod, pod.container()).ownAddresses();
        } catch (ExecLost e) {
            return List.of();
        }
    }

    private void compare(Pod pod, List<String> own) {
        world.comparison()
                .holds(
                        "the addresses that pod " + pod.name() + " has on its own interfaces",
                        "those that the API reports among them: " + pod.addresses(),
                        own.toString(),
                        own.containsAll(pod.addresses()));
    }
}
