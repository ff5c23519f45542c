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
import java.util.List;

/**
 * Pods whose network is made a second time, because what held it has ended. Where the first free address is given, an address that became free before
 * is another one than the pod had.
 */
public final class SandboxSteps {
    /** Until a process that was told to end has; where pods' networks are held by none, or by one that does not listen, it never does. */
    private static final Limit SHORT = Limit.required(Duration.ofSeconds(10));

    private final World world;
    private List<String> before = List.of();

    public SandboxSteps(World world) {
        this.world = world;
    }

    @Given("a pod {name} on {host}, whose containers see the process that holds its network")
    public void sharing(String name, Host host) {
        world.pods()
                .start(
                        world.namespace(),
                        // As the same user as that process.
                        PodManifest.of(name, """
                        shareProcessNamespace: true
                        securityContext: {runAsUser: 0}
                        containers: [{name: main}]
                        """).on(host.name()));
    }

    @Then("pod {name} finds every address that the API reports for it on its own interfaces")
    public void findsReported(String name) {
        Pod pod = world.pods().read(world.pods().get(name));
        compare(pod, own(pod));
    }

    @When("the process that holds the network of pod {name} is told to end")
    public void end(String name) {
        Pod pod = world.pods().get(name);
        before = pod.containerIds();
        world.processes().end(pod, pod.container(), 0);
    }

    @Then(
            "once it has ended and pod {name} runs again, it finds every address that the API reports for it on its own interfaces")
    public void findsReportedAgain(String name) {
        Pod pod = world.pods().get(name);
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
