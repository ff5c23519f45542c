package dev.podproof.conformance.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.Locale;

/** What containers use of their hosts' memory and processors. */
public final class ResourceSteps {
    private static final Duration A_WHILE = Duration.ofSeconds(4);
    /** Of the share allowed: the kernel accounts in slices, and a process is seen some milliseconds before or after a slice ends. */
    private static final double TOLERANCE = 1.25;

    private final World world;

    public ResourceSteps(World world) {
        this.world = world;
    }

    @When("the main process of pod {name} fills {int} MiB of memory, of which {word} are allowed")
    public void fills(String name, int mebibytes, String limit) {
        world.pods().ask(world.namespace(), PodManifest.of(name).filling(mebibytes, limit));
    }

    @Given("a pod {name} whose main process keeps a processor busy, of which {word} are allowed")
    public void spinsLimited(String name, String limit) {
        world.pods().start(world.namespace(), PodManifest.of(name).spinning().limited("cpu", limit));
    }

    @Given("a pod {name} whose main process keeps a processor busy, with no limit")
    public void spins(String name) {
        world.pods().start(world.namespace(), PodManifest.of(name).spinning());
    }

    @Then("pod {name} is ended and reported as OOMKilled")
    public void outOfMemory(String name) {
        JsonNode state = Eventually.lastSeen(
                world.cluster().settings().patience(),
                () -> world.api()
                        .read(world.namespace().path("pods/" + name))
                        .path("status")
                        .path("containerStatuses")
                        .path(0)
                        .path("state"),
                seen -> seen.has("terminated"));
        world.comparison()
                .holds(
                        "how the main process of pod " + name + " ended",
                        "terminated, with the reason OOMKilled",
                        state.toString(),
                        state.path("terminated").path("reason").asText().equals("OOMKilled"));
    }

    @Then("pod {name} fills it and goes on")
    public void goesOn(String name) {
        Pod pod = world.pods().running(world.namespace(), name);
        String said = Eventually.lastSeen(
                world.cluster().settings().patience(),
                () -> world.files().read(pod, pod.container(), "/tmp/filled"),
                "filled"::equals);
        world.comparison().same("what pod " + name + " says once its memory is filled", "filled", said);
        JsonNode state = world.pods().read(pod).status(pod.container()).path("state");
        world.comparison().holds("the state of pod " + name, "running", state.toString(), state.has("running"));
    }

    @Then("pod {name} uses no more than {double} of a processor over a while, and some")
    public void atMost(String name, double share) {
        double used = world.processes().share(world.pods().get(name), A_WHILE);
        world.comparison()
                .holds(
                        "the share of a processor that pod " + name + " uses",
                        "more than 0, at most " + share + " (measured to a quarter of it)",
                        rounded(used),
                        used > 0 && used <= share * TOLERANCE);
    }

    @Then("pod {name} uses more than {double} of a processor")
    public void moreThan(String name, double share) {
        double used = Eventually.lastSeen(
                world.cluster().settings().patience(),
                () -> world.processes().share(world.pods().get(name), Duration.ofSeconds(1)),
                seen -> seen > share * TOLERANCE);
        world.comparison()
                .holds(
                        "the share of a processor that pod " + name + " uses",
                        "more than " + share,
                        rounded(used),
                        used > share * TOLERANCE);
    }

    private static String rounded(double share) {
        return String.format(Locale.ROOT, "%.3f", share);
    }
}
