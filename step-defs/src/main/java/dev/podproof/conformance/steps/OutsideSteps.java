package dev.podproof.conformance.steps;

import dev.podproof.conformance.world.Attempt;
import dev.podproof.conformance.world.Cell;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.LinkedHashMap;
import java.util.Map;

/** Machines that are no part of the cluster. */
public final class OutsideSteps {
    private final World world;
    private final Map<Pod, Attempt> attempts = new LinkedHashMap<>();

    public OutsideSteps(World world) {
        this.world = world;
    }

    @When("every pod connects to a machine outside the cluster")
    public void connect() {
        String[] server = server().split(":", -1);
        world.pods()
                .all()
                .forEach(pod -> attempts.put(pod, world.attempt(pod, server[0], Integer.parseInt(server[1]))));
    }

    @Then("that machine takes every connection")
    public void connected() {
        world.comparison()
                .matrix(
                        "what becomes of connections to the outside",
                        attempts.entrySet().stream()
                                .map(each -> cell(each.getKey(), each.getValue()))
                                .toList());
    }

    private Cell cell(Pod pod, Attempt attempt) {
        String[] server = server().split(":", -1);
        return new Cell(
                pod.name(),
                pod.host(),
                pod.address(),
                "outside",
                "no host of the cluster",
                server[0],
                "TCP " + server[1],
                "a connection",
                attempt.raw(),
                attempt.connected());
    }

    private String server() {
        return world.cluster()
                .settings()
                .outside()
                .orElseThrow(
                        () -> new IllegalStateException("The requirement does not say that it needs outside-endpoint"));
    }
}
