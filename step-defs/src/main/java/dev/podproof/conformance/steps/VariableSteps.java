package dev.podproof.conformance.steps;

import dev.podproof.conformance.world.Call;
import dev.podproof.conformance.world.Caller.Door;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.Service;
import dev.podproof.conformance.world.World;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.List;
import java.util.Map;

/** Variables for services in the environment of containers. */
public final class VariableSteps {
    private final World world;
    private String host = "";
    private String port = "";

    public VariableSteps(World world) {
        this.world = world;
    }

    @When("these pods are made:")
    public void make(DataTable table) {
        PodManifest[] manifests =
                table.asMaps().stream().map(VariableSteps::manifest).toArray(PodManifest[]::new);
        world.pods().start(world.namespace(), manifests);
    }

    @Then("the environment of pod {name} holds the address and port of service {name} as {variable} and {variable}")
    public void holds(String pod, String name, String hostVariable, String portVariable) {
        Service service = world.services().get(name);
        Map<String, String> environment = environment(pod);
        host = environment.getOrDefault(hostVariable, "");
        port = environment.getOrDefault(portVariable, "");
        world.comparison().same(hostVariable + " in pod " + pod, service.address(), host);
        world.comparison().same(portVariable + " in pod " + pod, String.valueOf(service.port()), port);
    }

    @Then("pod {name} reaches {name} at the host and port that these variables name")
    public void reaches(String client, String server) {
        Pod from = world.pods().get(client);
        Call call = world.caller()
                .call(from, from.container(), List.of(new Door(host, Integer.parseInt(port), "TCP")))
                .get(0);
        world.comparison()
                .same("who answers at " + host + ":" + port, server, call.pod().orElse(call.raw()));
    }

    @Then("the environment of pod {name} holds neither {variable} nor {variable}")
    public void holdsNeither(String pod, String one, String other) {
        Map<String, String> environment = environment(pod);
        for (String variable : List.of(one, other)) {
            world.comparison()
                    .holds(
                            "the variables of pod " + pod,
                            "some, and not " + variable,
                            environment.keySet().toString(),
                            !environment.isEmpty() && !environment.containsKey(variable));
        }
    }

    private Map<String, String> environment(String name) {
        Pod pod = world.pods().get(name);
        return world.environment(pod, pod.container());
    }

    private static PodManifest manifest(Map<String, String> row) {
        PodManifest manifest = PodManifest.of(row.get("name"));
        return row.get("service links").equals("off") ? manifest.withoutServiceLinks() : manifest;
    }
}
