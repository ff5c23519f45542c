package dev.podproof.conformance.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.List;
import java.util.stream.StreamSupport;

/** The addresses that the API reports. */
public final class AddressSteps {
    private final World world;
    private List<JsonNode> pods = List.of();

    public AddressSteps(World world) {
        this.world = world;
    }

    @When("the addresses of all pods in the cluster are read")
    public void read() {
        JsonNode list = world.api().read("/api/v1/pods");
        pods = StreamSupport.stream(list.path("items").spliterator(), false)
                .filter(AddressSteps::holdsAnAddress)
                .toList();
    }

    @Then("each of these pods has an address")
    public void each() {
        for (Pod pod : world.pods().all()) {
            String observed = pods.stream()
                    .filter(document -> uid(document).equals(uid(pod.document())))
                    .map(AddressSteps::address)
                    .findFirst()
                    .orElse("the pod is not listed");
            world.comparison()
                    .holds(
                            "the address of pod " + pod.name(),
                            "an IP address",
                            observed,
                            observed.matches("[0-9a-f.:]+"));
        }
    }

    @Then("no other running pod in the cluster has one of these addresses")
    public void unique() {
        for (Pod pod : world.pods().all()) {
            for (String address : pod.addresses()) {
                List<String> holders = pods.stream()
                        .map(AddressSteps::pod)
                        .filter(other -> other.addresses().contains(address))
                        .map(other -> other.namespace() + "/" + other.name())
                        .toList();
                world.comparison()
                        .same(
                                "the pods with the address " + address,
                                List.of(pod.namespace() + "/" + pod.name()),
                                holders);
            }
        }
    }

    @Then("no host has one of these addresses")
    public void noHost() {
        List<String> hosts = Host.known(world.api()).stream()
                .flatMap(host -> host.addresses().stream())
                .toList();
        for (Pod pod : world.pods().all()) {
            world.comparison()
                    .holds(
                            "the address of pod " + pod.name(),
                            "none of the hosts' addresses " + hosts,
                            pod.address(),
                            !hosts.isEmpty() && !hosts.contains(pod.address()));
        }
    }

    /** A pod that has ended, or is on its way out, may have given its address away. */
    private static boolean holdsAnAddress(JsonNode pod) {
        return pod.path("status").path("phase").asText().equals("Running")
                && !pod.path("spec").path("hostNetwork").asBoolean()
                && !pod.path("metadata").has("deletionTimestamp");
    }

    private static Pod pod(JsonNode document) {
        JsonNode metadata = document.path("metadata");
        return new Pod(
                metadata.path("namespace").asText(), metadata.path("name").asText(), document);
    }

    private static String address(JsonNode pod) {
        return pod.path("status").path("podIP").asText();
    }

    private static String uid(JsonNode document) {
        return document.path("metadata").path("uid").asText();
    }
}
