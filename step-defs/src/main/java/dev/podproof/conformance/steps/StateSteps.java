package dev.podproof.conformance.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.conformance.probe.Answer;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.probe.Documents;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.world.Declaration;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The state that a user intends, and the state that the cluster observes. */
public final class StateSteps {
    /** Nobody's (RFC 5737). */
    private static final String CLAIMED = "192.0.2.99";

    private static final int CLAIMED_NUMBER = 77;

    private final World world;
    private final List<Answer> claims = new ArrayList<>();
    private final Map<String, ObjectNode> declared = new TreeMap<>();
    private JsonNode before;
    private List<Answer> answers = List.of();

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
        world.api().post(world.namespace().path(path.substring(0, path.indexOf('/'))), document);
    }

    @When("writes of each kind to the {word} of pod {name} give it the deadline {int} s and the message {string}")
    public void write(String part, String pod, int deadline, String message) {
        ObjectNode change = Documents.yaml("{}");
        change.withObject("/spec").put("activeDeadlineSeconds", deadline);
        change.withObject("/status").put("message", message);
        write(path(pod), part, change);
    }

    @When("writes of each kind to the status of replication controller {name} declare {int} pods")
    public void declare(String controller, int pods) {
        write(
                pathOf(controller),
                "status",
                Documents.yaml("{spec: {replicas: %d}, status: {replicas: 0}}".formatted(pods)));
    }

    @When(
            "writes of each kind to service {name} and to replication controller {name} claim a status that they do not have")
    public void claim(String service, String controller) {
        write(
                world.namespace().path("services/" + service),
                "spec",
                Documents.yaml("status: {loadBalancer: {ingress: [{ip: %s}]}}".formatted(CLAIMED)));
        claims.addAll(answers);
        claims.add(world.api().get(world.namespace().path("services/" + service)));
        write(pathOf(controller), "spec", Documents.yaml("status: {replicas: %s}".formatted(CLAIMED_NUMBER)));
        claims.addAll(answers);
        claims.add(world.api().get(pathOf(controller)));
    }

    @Then("neither has the status that was claimed")
    public void notClaimed() {
        for (Answer answer : claims) {
            JsonNode status = answer.body().path("status");
            world.comparison()
                    .holds(
                            "the status of " + answer.body().path("kind").asText() + " "
                                    + answer.body()
                                            .path("metadata")
                                            .path("name")
                                            .asText()
                                    + " after a write that was not to it",
                            "accepted, and the status is not what was written",
                            answer.succeeded() ? status.toString() : answer.status() + " " + answer.message(),
                            answer.succeeded()
                                    && !status.toString().contains(CLAIMED)
                                    && status.path("replicas").asInt() != CLAIMED_NUMBER);
        }
    }

    /** The whole object with other fields, and then those fields alone, as each kind of patch has them. */
    private void write(String path, String part, ObjectNode change) {
        String target = path + (part.equals("status") ? "/status" : "");
        Answer whole = world.api().change(path, target, now -> {
            before = now;
            ObjectNode changed = now.deepCopy();
            change.fieldNames()
                    .forEachRemaining(field -> changed.withObject("/" + field).setAll((ObjectNode) change.path(field)));
            return changed;
        });
        answers = List.of(whole, world.api().merge(target, change), world.api().strategicMerge(target, change));
    }

    @Then("replication controller {name} keeps {int} pods as declared")
    public void keeps(String controller, int pods) {
        accepted("replication controller " + controller);
        JsonNode now = world.api().read(pathOf(controller));
        world.comparison()
                .same("the spec of replication controller " + controller, before.path("spec"), now.path("spec"));
        world.comparison()
                .same(
                        "the number of pods that it declares",
                        pods,
                        now.path("spec").path("replicas").asInt());
    }

    @When("container {name} of pod {name} is given the image {word}")
    public void image(String container, String pod, String image) {
        ObjectNode change = Documents.yaml("spec: {containers: [{name: %s, image: %s}]}".formatted(container, image));
        ApiProbe.granted(
                "give container " + container + " of pod " + pod + " another image",
                world.api().strategicMerge(path(pod), change));
    }

    @Then("but for the image {word} of container {name}, pod {name} is read back as it was declared")
    public void asDeclaredBut(String image, String container, String pod) {
        JsonNode wanted = world.pods().declared(pod).deepCopy();
        wanted.path("spec").path("containers").forEach(each -> {
            if (each.path("name").asText().equals(container)) {
                ((ObjectNode) each).put("image", image);
            }
        });
        asDeclared(pod, wanted);
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
        asDeclared(pod, world.pods().declared(pod));
    }

    private void asDeclared(String pod, JsonNode declared) {
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
        accepted("pod " + pod);
        return read(pod);
    }

    private void accepted(String what) {
        for (Answer answer : answers) {
            world.comparison()
                    .holds(
                            "the answer to a write to " + what,
                            "accepted",
                            answer.succeeded() ? "accepted" : answer.status() + " " + answer.message(),
                            answer.succeeded());
        }
    }

    private String pathOf(String controller) {
        return world.namespace().path("replicationcontrollers/" + controller);
    }

    private JsonNode read(String pod) {
        return world.api().read(path(pod));
    }

    private String path(String pod) {
        return world.namespace().path("pods/" + pod);
    }
}
