package dev.podproof.conformance.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.probe.ApiProbe;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Then;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Pods that no host can take. */
public final class UnplacedPodSteps {
    private final World world;

    public UnplacedPodSteps(World world) {
        this.world = world;
    }

    @Then("an event of pod {name} says that {word} is what the hosts lack")
    public void eventSays(String pod, String resource) {
        List<String> messages = Eventually.lastSeen(
                world.cluster().settings().patience(),
                () -> events(pod),
                seen -> seen.stream().anyMatch(message -> message.contains(resource)));
        world.comparison()
                .holds(
                        "the events of pod " + pod,
                        "one whose message names " + resource,
                        messages.toString(),
                        messages.stream().anyMatch(message -> message.contains(resource)));
    }

    @Then("pod {name} is Pending on no host, and none of its containers was started")
    public void waits(String name) {
        JsonNode pod = world.api().read(world.namespace().path("pods/" + name));
        boolean untouched = StreamSupport.stream(
                        pod.path("status").path("containerStatuses").spliterator(), false)
                .allMatch(status -> status.path("state").has("waiting")
                        && status.path("restartCount").asInt() == 0);
        world.comparison()
                .holds(
                        "the state of pod " + name,
                        "Pending, with no host and no container that ever ran",
                        "host '" + pod.path("spec").path("nodeName").asText() + "', " + pod.path("status"),
                        untouched
                                && pod.path("status").path("phase").asText().equals("Pending")
                                && pod.path("spec").path("nodeName").asText().isEmpty());
    }

    private List<String> events(String pod) {
        String path = world.namespace().path("events")
                + ApiProbe.query(Map.of("fieldSelector", "involvedObject.kind=Pod,involvedObject.name=" + pod));
        return StreamSupport.stream(world.api().read(path).path("items").spliterator(), false)
                .map(event -> event.path("reason").asText() + ": "
                        + event.path("message").asText())
                .toList();
    }
}
