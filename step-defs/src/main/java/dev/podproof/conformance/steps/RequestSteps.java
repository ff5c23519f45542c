package dev.podproof.conformance.steps;

import dev.podproof.conformance.probe.Answer;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.Map;

/** Requests for pods, which the API may refuse. */
public final class RequestSteps {
    private final World world;

    public RequestSteps(World world) {
        this.world = world;
    }

    @When("the API is asked for a pod {name}:")
    public void ask(String name, String spec) {
        world.pods().ask(world.namespace(), PodManifest.of(name, spec));
    }

    @When("the API is asked for a pod {name} on {host}:")
    public void askOnHost(String name, Host host, String spec) {
        world.pods().ask(world.namespace(), PodManifest.of(name, spec).on(host.name()));
    }

    @When("the API is asked, with strict field validation, for a pod {name}:")
    public void askStrictly(String name, String spec) {
        world.pods()
                .ask(
                        world.namespace(),
                        PodManifest.of(name, spec),
                        ApiProbe.query(Map.of("fieldValidation", "Strict")));
    }

    @Then("pod {name} is refused with a word on {word}")
    public void refusedNaming(String name, String culprit) {
        Answer answer = world.pods().answer(name);
        world.comparison()
                .holds(
                        "the answer to the request for pod " + name,
                        "refused as invalid, with an error that names " + culprit,
                        answer.status() + " " + answer.message(),
                        (answer.status() == 400 || answer.status() == 422)
                                && answer.message().contains(culprit));
    }

    @Then("pods {names} are each refused with a word on {word}")
    public void refusedNaming(Names names, String culprit) {
        names.all().forEach(name -> refusedNaming(name, culprit));
    }

    @Then("nothing of pod(s) {names} is stored")
    public void nothingStored(Names names) {
        names.all().forEach(this::nothingStored);
    }

    private void nothingStored(String name) {
        Answer stored = world.api().get(world.namespace().path("pods/" + name));
        world.comparison().same("the status of reading pod " + name, 404, stored.status());
    }

    @Then("pod {name} is accepted and runs")
    public void runs(String name) {
        Answer answer = world.pods().answer(name);
        world.comparison()
                .holds(
                        "the answer to the request for pod " + name,
                        "accepted",
                        answer.succeeded() ? "accepted" : answer.status() + " " + answer.message(),
                        answer.succeeded());
        world.pods().running(world.namespace(), name);
    }
}
