package dev.podproof.conformance.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.conformance.probe.Answer;
import dev.podproof.conformance.probe.Documents;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.world.Declaration;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The state that a user intends, and the state that the cluster observes. */
public final class StateSteps {
    private final World world;
    private final Map<String, ObjectNode> declared = new TreeMap<>();
    private JsonNode before;
    private Answer answer;

    public StateSteps(World world) {
        this.world = world;
    }

    @When("the API is asked for a service {name}:")
    public void askForService(String name, String yaml) {
        ask("services/" + name, yaml);
    }

    @When("the API is asked for a replication controller {name}:")
    public void askForController(String name, String yaml) {
        ask("replicationcontrollers/" + name, yaml);
    }

    private void ask(String path, String yaml) {
        ObjectNode document = Documents.yaml(yaml);
        document.withObject("/metadata").put("name", path.substring(path.indexOf('/') + 1));
        declared.put(path, document);
        answer = world.api().post(world.namespace().path(path.substring(0, path.indexOf('/'))), document);
    }

    @When("a write to the {word} of pod {name} gives it the deadline {int} s and the message {string}")
    public void write(String part, String pod, int deadline, String message) {
        answer = world.api().change(path(pod), path(pod) + (part.equals("status") ? "/status" : ""), now -> {
            before = now;
            ObjectNode changed = now.deepCopy();
            changed.withObject("/spec").put("activeDeadlineSeconds", deadline);
            changed.withObject("/status").put("message", message);
            return changed;
        });
    }

    @When("a patch of the status of pod {name} gives it the deadline {int} s and the message {string}")
    public void patch(String pod, int deadline, String message) {
        before = read(pod);
        ObjectNode change = Documents.yaml("{}");
        change.withObject("/spec").put("activeDeadlineSeconds", deadline);
        change.withObject("/status").put("message", message);
        answer = world.api().merge(path(pod) + "/status", change);
    }

    @When("a patch of the status of replication controller {name} tells it to keep {int} pods")
    public void patchController(String name, int replicas) {
        ObjectNode change = Documents.yaml("{}");
        change.withObject("/spec").put("replicas", replicas);
        answer = world.api().merge(world.namespace().path("replicationcontrollers/" + name + "/status"), change);
    }

    @Then("service {name} and replication controller {name} are read back as they were declared")
    public void othersAsDeclared(String service, String controller) {
        for (String path : List.of("services/" + service, "replicationcontrollers/" + controller)) {
            ObjectNode wanted = declared.get(path);
            Answer read = world.api().get(world.namespace().path(path));
            world.comparison()
                    .same(
                            "what differs from the declaration of " + path + ": " + wanted,
                            List.of(),
                            Declaration.missing(wanted, read.body()));
        }
    }

    @Then("pod {name} is read back as it was declared")
    public void asDeclared(String pod) {
        JsonNode declared = world.pods().declared(pod);
        List<String> lost = Declaration.missing(declared, read(pod));
        world.comparison().same("what differs from the declaration of pod " + pod + ": " + declared, List.of(), lost);
    }

    @Then("pod {name} is read back as it was declared, unless the cluster forbids such pods")
    public void asDeclaredWhereAllowed(String pod) {
        if (!world.pods().forbidden(pod, world.comparison())) {
            asDeclared(pod);
        }
    }

    @Then("the status of pod {name} reports its phase, host, address and containers, and its spec does not")
    public void apart(String name) {
        Pod pod = world.pods().get(name);
        JsonNode status = read(name).path("status");
        same(name, "phase", "Running", status.path("phase").asText());
        world.comparison()
                .holds(
                        "hostIP in the status of pod " + name,
                        "an address of host " + pod.host(),
                        status.path("hostIP").asText(),
                        Host.known(world.api()).stream()
                                .filter(host -> host.name().equals(pod.host()))
                                .anyMatch(host -> host.addresses()
                                        .contains(status.path("hostIP").asText())));
        List<String> own = world.network(pod, pod.containers().get(0)).ownAddresses();
        world.comparison()
                .holds(
                        "podIP in the status of pod " + name,
                        "among those that it sees on its own interfaces: " + own,
                        status.path("podIP").asText(),
                        own.contains(status.path("podIP").asText()));
        Map<String, String> states = new TreeMap<>();
        status.path("containerStatuses")
                .forEach(each -> each.path("state")
                        .fieldNames()
                        .forEachRemaining(state -> states.put(each.path("name").asText(), state)));
        Map<String, String> running = new TreeMap<>();
        pod.containers().forEach(container -> running.put(container, "running"));
        same(name, "containerStatuses", running, states);
        for (String field : List.of("phase", "hostIP", "podIP", "containerStatuses")) {
            same(
                    name,
                    field + " beside the status",
                    false,
                    read(name).path("spec").has(field));
        }
    }

    private <T> void same(String pod, String field, T expected, T observed) {
        world.comparison().same(field + " of pod " + pod, expected, observed);
    }

    @Then("the message of pod {name} is {string}, and its spec is as before")
    public void messageChanged(String name, String message) {
        JsonNode now = written(name);
        same(
                name,
                "the message in the status",
                message,
                now.path("status").path("message").asText());
        same(name, "the spec", before.path("spec"), now.path("spec"));
    }

    @Then("the deadline of pod {name} is {int} s, and its status is as before")
    public void deadlineChanged(String name, int deadline) {
        JsonNode now = written(name);
        same(
                name,
                "the deadline in the spec",
                deadline,
                now.path("spec").path("activeDeadlineSeconds").asInt());
        same(name, "the status", before.path("status"), now.path("status"));
    }

    /** What is there after a write, which is to have been accepted. */
    private JsonNode written(String pod) {
        world.comparison()
                .holds(
                        "the answer to the write to pod " + pod,
                        "accepted",
                        answer.succeeded() ? "accepted" : answer.status() + " " + answer.message(),
                        answer.succeeded());
        return read(pod);
    }

    private JsonNode read(String pod) {
        return world.api().read(path(pod));
    }

    private String path(String pod) {
        return world.namespace().path("pods/" + pod);
    }
}
