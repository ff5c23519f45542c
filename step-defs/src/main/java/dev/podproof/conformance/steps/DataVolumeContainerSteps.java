package dev.podproof.conformance.steps;

import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.probe.Answer;
import dev.podproof.conformance.probe.ExecResult;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Then;
import java.util.List;

/** Pods that ask for the volumes of another container, as Docker allows. */
public final class DataVolumeContainerSteps {
    private final World world;

    public DataVolumeContainerSteps(World world) {
        this.world = world;
    }

    @Then("pod {name} is refused, or stored without {word}")
    public void refusedOrWithout(String name, String field) {
        Answer answer = world.pods().answer(name);
        boolean refused = answer.status() == 400 || answer.status() == 422;
        String observed = refused
                ? "refused: " + answer.message()
                : answer.succeeded()
                        ? "stored: "
                                + world.api()
                                        .read(world.namespace().path("pods/" + name))
                                        .path("spec")
                        : "answered " + answer.status() + " " + answer.message();
        boolean without = answer.succeeded() && !observed.contains(field);
        world.comparison()
                .holds(
                        "what became of pod " + name,
                        "refused as invalid, or stored without " + field,
                        observed,
                        refused || without);
    }

    @Then(
            "what container {name} of pod {name} keeps in {path} is found by its container {name} and not by its container {name}")
    public void foundWithin(String keeper, String pod, String path, String sharer, String taker) {
        if (world.pods().answer(pod).succeeded()) {
            Pod both = world.pods().running(world.namespace(), pod);
            String file = keep(both, keeper, path);
            found(both, sharer, file, true);
            found(both, taker, file, false);
        } else {
            refusedSeesNothing(pod);
        }
    }

    @Then(
            "what container {name} of pod {name} keeps in {path} is found by its container {name} and by no container of pod {name}")
    public void foundOutside(String keeper, String pod, String path, String sharer, String taker) {
        Pod holder = world.pods().get(pod);
        String file = keep(holder, keeper, path);
        found(holder, sharer, file, true);
        if (world.pods().answer(taker).succeeded()) {
            Pod asking = world.pods().running(world.namespace(), taker);
            asking.containers().forEach(container -> found(asking, container, file, false));
        } else {
            refusedSeesNothing(taker);
        }
    }

    private String keep(Pod pod, String container, String path) {
        String file = "treasure-of-" + world.namespace().name();
        ExecResult written = world.files().write(pod, container, "treasure", path + "/" + file);
        if (!written.succeeded()) {
            throw new NotMet("container " + container + " cannot write to its own volume: " + written.raw());
        }
        return file;
    }

    private void found(Pod pod, String container, String file, boolean wanted) {
        List<String> places = world.files().find(pod, container, file);
        world.comparison()
                .holds(
                        "where container " + container + " of pod " + pod.name() + " finds the file",
                        wanted ? "somewhere" : "nowhere",
                        places.toString(),
                        places.isEmpty() != wanted);
    }

    private void refusedSeesNothing(String pod) {
        Answer stored = world.api().get(world.namespace().path("pods/" + pod));
        world.comparison().same("the status of asking for the refused pod " + pod, 404, stored.status());
    }
}
