package dev.podproof.conformance.steps;

import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.probe.ExecResult;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files in the volumes of pods. */
public final class VolumeSteps {
    private final World world;
    private final Map<String, List<String>> listings = new LinkedHashMap<>();

    public VolumeSteps(World world) {
        this.world = world;
    }

    @When("container {name} of pod {name} writes {string} to {path}")
    public void writes(String container, String pod, String line, String path) {
        ExecResult written = world.files().write(world.pods().get(pod), container, line, path);
        if (!written.succeeded()) {
            throw new NotMet(
                    "container " + container + " of pod " + pod + " cannot write to " + path + ": " + written.raw());
        }
    }

    @When("the directory {path} is listed in every container")
    public void list(String path) {
        for (Pod pod : world.pods().all()) {
            pod.containers()
                    .forEach(container -> listings.put(
                            pod.name() + "/" + container, world.files().list(pod, container, path)));
        }
    }

    @Then("container {name} of pod {name} reads {string} from {path}")
    public void reads(String container, String pod, String line, String path) {
        world.comparison()
                .same(
                        "what container " + container + " of pod " + pod + " reads from " + path,
                        line,
                        world.files().read(world.pods().get(pod), container, path));
    }

    @Then("container {name} of pod {name} finds nothing at {path}")
    public void findsNothing(String container, String pod, String path) {
        world.comparison()
                .same(
                        "whether container " + container + " of pod " + pod + " finds something at " + path,
                        false,
                        world.files().exists(world.pods().get(pod), container, path));
    }

    @Then("container {name} of pod {name} is refused to write to {path}")
    public void isRefused(String container, String pod, String path) {
        ExecResult written = world.files().write(world.pods().get(pod), container, "forbidden", path);
        world.comparison()
                .holds(
                        "what container " + container + " of pod " + pod + " is told when it writes to " + path,
                        "Read-only file system",
                        written.raw(),
                        !written.succeeded() && written.raw().contains("Read-only file system"));
    }

    @Then("it was empty in every one of them")
    public void wasEmpty() {
        listings.forEach((container, names) ->
                world.comparison().same("what was in the volume as " + container + " saw it", List.of(), names));
    }

    @Then("what container {name} of pod {name} writes to {path} is read there by container {name} of pod {name}")
    public void shares(String writer, String ofPod, String path, String reader, String byPod) {
        writes(writer, ofPod, "from " + writer, path);
        reads(reader, byPod, "from " + writer, path);
    }
}
