package dev.podproof.conformance.steps;

import dev.podproof.conformance.probe.ExecResult;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.ArrayList;
import java.util.List;

/** Files in the volumes of pods. */
public final class VolumeSteps {
    private final World world;
    private final List<String> refused = new ArrayList<>();

    public VolumeSteps(World world) {
        this.world = world;
    }

    @When("container {name} of pod {name} writes {string} to {path}")
    public void writes(String container, String pod, String line, String path) {
        ExecResult written = world.files().write(world.pods().get(pod), container, line, path);
        if (!written.succeeded()) {
            // Whoever is to read it judges that.
            refused.add("container " + container + " of pod " + pod + " could not write: " + written.raw());
        }
    }

    @When("container {name} of pod {name} writes {string} to {path} and to {path}")
    public void writesTwice(String container, String pod, String line, String one, String other) {
        writes(container, pod, line, one);
        writes(container, pod, line, other);
    }

    @When("pods {names} each write their name to {path}")
    public void writeNames(Names pods, String path) {
        pods.all().forEach(pod -> writes(world.pods().get(pod).container(), pod, pod, path));
    }

    @Then("the directories {path} and {path} are empty in every container")
    public void areEmpty(String one, String other) {
        for (Pod pod : world.pods().all()) {
            for (String container : pod.containers()) {
                findsNothingIn(container, pod.name(), one);
                findsNothingIn(container, pod.name(), other);
            }
        }
    }

    @When("container {name} of pod {name} writes {string} to {word} in each of {paths}")
    public void writesInEach(String container, String pod, String line, String file, List<String> directories) {
        directories.forEach(directory -> writes(container, pod, line, directory + "/" + file));
    }

    @Then("container {name} of pod {name} reads {string} from {word} in each of {paths}")
    public void readsInEach(String container, String pod, String line, String file, List<String> directories) {
        directories.forEach(directory -> reads(container, pod, line, directory + "/" + file));
    }

    @Then("container {name} of pod {name} reads {string} from {path}")
    public void reads(String container, String pod, String line, String path) {
        world.comparison()
                .same(
                        "what container " + container + " of pod " + pod + " reads from " + path,
                        line,
                        world.files().read(world.pods().get(pod), container, path) + said());
    }

    private String said() {
        return refused.isEmpty() ? "" : " (" + String.join("; ", refused) + ")";
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

    @Then("container {name} of pod {name} is refused to write to {path}, unless the cluster forbids such pods")
    public void isRefusedWhereAllowed(String container, String pod, String path) {
        if (!world.pods().forbidden(pod, world.comparison())) {
            world.pods().running(world.namespace(), pod);
            isRefused(container, pod, path);
        }
    }

    @Then("container {name} of pod {name} can write {string} to {path}, and reads it there")
    public void canWrite(String container, String pod, String line, String path) {
        writes(container, pod, line, path);
        reads(container, pod, line, path);
    }

    @Then("container {name} of pod {name} finds nothing in {path}")
    public void findsNothingIn(String container, String pod, String directory) {
        world.comparison()
                .same(
                        "what container " + container + " of pod " + pod + " finds in " + directory,
                        List.of(),
                        world.files().list(world.pods().get(pod), container, directory));
    }

    @Then(
            "what container {name} of pod {name} writes to {path} and to {path} is read there by its container {name}, and by none of pod {name}")
    public void sharesWithin(String writer, String pod, String one, String other, String reader, String without) {
        for (String path : List.of(one, other)) {
            shares(writer, pod, path, reader, pod);
            world.pods().get(without).containers().forEach(container -> findsNothing(container, without, path));
        }
    }

    @Then("what container {name} of pod {name} writes to {path} is read there by container {name} of pod {name}")
    public void shares(String writer, String ofPod, String path, String reader, String byPod) {
        writes(writer, ofPod, "from " + writer, path);
        reads(reader, byPod, "from " + writer, path);
    }
}
