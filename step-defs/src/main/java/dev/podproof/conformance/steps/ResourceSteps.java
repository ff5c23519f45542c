package dev.podproof.conformance.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.eventually.Limit;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What containers use of their hosts' memory and processors. */
public final class ResourceSteps {
    private static final Duration A_WHILE = Duration.ofSeconds(4);
    /** Of the share allowed: the kernel accounts in slices, and a process is seen some milliseconds before or after a slice ends. */
    private static final double TOLERANCE = 1.25;

    private final World world;
    private final Limit patience;

    public ResourceSteps(World world) {
        this.world = world;
        this.patience = world.cluster().settings().patience();
    }

    @When("these pods are made, each of whose containers fills {int} MiB of memory:")
    public void fill(int mebibytes, List<Map<String, String>> rows) {
        for (Map<String, String> row : rows) {
            PodManifest manifest = PodManifest.of(row.get("pod"), "containers: [{name: one}, {name: two}]");
            for (String container : List.of("one", "two")) {
                manifest.filling(container, mebibytes, row.get("allowed to " + container));
            }
            world.pods().make(world.namespace(), manifest);
        }
    }

    @Given(
            "a pod {name} whose containers {name} and {name} each keep a processor busy, of which {word} and {word} are allowed")
    public void spinsLimited(String name, String one, String other, String limit, String otherLimit) {
        world.pods()
                .start(
                        world.namespace(),
                        PodManifest.of(name, "containers: [{name: %s}, {name: %s}]".formatted(one, other))
                                .spinning(one)
                                .spinning(other)
                                .limited(one, "cpu", limit)
                                .limited(other, "cpu", otherLimit));
    }

    @Given("a pod {name} whose main process keeps a processor busy, with no limit")
    public void spins(String name) {
        world.pods().start(world.namespace(), PodManifest.of(name).spinning("main"));
    }

    @Then("container {name} of pod {name} is ended and reported as OOMKilled, and again when it is started again")
    public void outOfMemory(String container, String name) {
        // The kernel's word on the reason may come a moment after the end itself.
        JsonNode status = Eventually.lastSeen(patience, () -> status(name, container), ResourceSteps::isAgainForMemory);
        world.comparison()
                .holds(
                        "how the main process of container " + container + " of pod " + name + " ended",
                        "started again and ended again, with the reason OOMKilled",
                        status.toString(),
                        isAgainForMemory(status));
    }

    /** Its second run, or a later one, has ended: what is said of the last one is said of that. */
    private static boolean isAgainForMemory(JsonNode status) {
        JsonNode state = status.path("state");
        JsonNode last = state.has("terminated") ? state : status.path("lastState");
        return status.path("restartCount").asInt() > 0
                && !state.has("running")
                && last.path("terminated").path("reason").asText().equals("OOMKilled");
    }

    @Then("container {name} of pod {name} fills it and goes on")
    public void goesOn(String container, String name) {
        String said = Eventually.lastSeen(patience, () -> filled(name, container), "filled"::equals);
        world.comparison()
                .same("what container " + container + " of pod " + name + " says of its memory", "filled", said);
        JsonNode state = state(name, container);
        world.comparison()
                .holds(
                        "the state of container " + container + " of pod " + name,
                        "running",
                        state.toString(),
                        state.has("running"));
    }

    private String filled(String name, String container) {
        Pod pod = world.pods().read(world.namespace(), name);
        boolean runs = pod.status(container).path("state").has("running");
        return runs ? world.files().read(pod, container, "/tmp/filled") : pod.summary();
    }

    private JsonNode state(String name, String container) {
        return status(name, container).path("state");
    }

    private JsonNode status(String name, String container) {
        return world.pods().read(world.namespace(), name).status(container);
    }

    @Then("container {name} of pod {name} uses no more than {double} of a processor over a while, and some")
    public void atMost(String container, String name, double share) {
        double used = world.processes().share(world.pods().get(name), container, A_WHILE);
        world.comparison()
                .holds(
                        "the share of a processor that container " + container + " of pod " + name + " uses",
                        "more than 0, at most " + share + " (measured to a quarter of it)",
                        rounded(used),
                        used > 0 && used <= share * TOLERANCE);
    }

    @Then("where the kernel tells, it holds container {name} of pod {name} to {double} of a processor")
    public void quota(String container, String name, double share) {
        world.processes()
                .allowance(world.pods().get(name), container)
                .ifPresent(said -> world.comparison()
                        .holds(
                                "the share of a processor that the kernel grants container " + container + " of pod "
                                        + name,
                                "at most " + share,
                                said.raw(),
                                said.isAtMost(share)));
    }

    @Then("pod {name} uses more than {double} of a processor")
    public void moreThan(String name, double share) {
        double used = Eventually.lastSeen(
                world.cluster().settings().patience(),
                () -> world.processes().share(world.pods().get(name), "main", Duration.ofSeconds(1)),
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
