package dev.podproof.conformance.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.world.Declaration;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.List;

/** The state that a user intends, and the state that the cluster observes. */
public final class StateSteps {
    private final World world;
    private JsonNode before;

    public StateSteps(World world) {
        this.world = world;
    }

    @When("a write to the {word} of pod {name} gives it the deadline {int} s and the message {string}")
    public void write(String part, String pod, int deadline, String message) {
        before = read(pod);
        ObjectNode changed = before.deepCopy();
        changed.withObject("/spec").put("activeDeadlineSeconds", deadline);
        changed.withObject("/status").put("message", message);
        String path = path(pod) + (part.equals("status") ? "/status" : "");
        ApiProbe.granted("PUT " + path, world.api().put(path, changed));
    }

    @Then("pod {name} is read back as it was declared")
    public void asDeclared(String pod) {
        JsonNode declared = world.pods().declared(pod);
        List<String> lost = Declaration.missing(declared, read(pod));
        world.comparison()
                .same(
                        "what differs from the declaration of pod " + pod + ": " + declared.path("spec"),
                        List.of(),
                        lost);
    }

    @Then("the status of pod {name} reports its phase, host, address and containers, and its spec does not")
    public void apart(String name) {
        JsonNode pod = read(name);
        for (String field : List.of("phase", "hostIP", "podIP", "containerStatuses")) {
            world.comparison()
                    .holds(
                            "where " + field + " of pod " + name + " is reported",
                            "in status alone",
                            "spec: " + pod.path("spec").path(field) + ", status: "
                                    + pod.path("status").path(field),
                            pod.path("status").has(field) && !pod.path("spec").has(field));
        }
    }

    @Then("the message of pod {name} is {string}, and its spec is as before")
    public void messageChanged(String name, String message) {
        JsonNode now = read(name);
        world.comparison()
                .same(
                        "the message in the status of pod " + name,
                        message,
                        now.path("status").path("message").asText());
        world.comparison().same("the spec of pod " + name, before.path("spec"), now.path("spec"));
    }

    @Then("the deadline of pod {name} is {int} s, and its status is as before")
    public void deadlineChanged(String name, int deadline) {
        JsonNode now = read(name);
        world.comparison()
                .same(
                        "the deadline in the spec of pod " + name,
                        deadline,
                        now.path("spec").path("activeDeadlineSeconds").asInt());
        world.comparison().same("the status of pod " + name, before.path("status"), now.path("status"));
    }

    private JsonNode read(String pod) {
        return world.api().read(path(pod));
    }

    private String path(String pod) {
        return world.namespace().path("pods/" + pod);
    }
}
