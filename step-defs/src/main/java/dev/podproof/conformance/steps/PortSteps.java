package dev.podproof.conformance.steps;

import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.regex.Pattern;

/** Ports that containers try to listen on. */
public final class PortSteps {
    /** C libraries word it differently. */
    private static final Pattern IN_USE = Pattern.compile("(?i)address (already )?in use");

    private final World world;
    private String tried = "";
    private String said = "";

    public PortSteps(World world) {
        this.world = world;
    }

    @When("container {name} of pod {name} tries to listen on port {int}")
    public void triesToListen(String container, String pod, int port) {
        tried = "container " + container + " of pod " + pod + " on port " + port;
        said = listen(container, pod, port);
    }

    @Then("it is told that the address is in use")
    public void inUse() {
        world.comparison()
                .holds(
                        "what becomes of " + tried,
                        "address in use",
                        said,
                        IN_USE.matcher(said).find());
    }

    @Then("container {name} of pod {name} can listen on port {int}")
    public void canListen(String container, String pod, int port) {
        world.comparison()
                .same(
                        "what becomes of container " + container + " of pod " + pod + " on port " + port,
                        "listening",
                        listen(container, pod, port));
    }

    private String listen(String container, String name, int port) {
        Pod pod = world.pods().get(name);
        return world.listen(pod, container, port);
    }
}
