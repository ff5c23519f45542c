package dev.podproof.conformance.steps;

import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.world.Call;
import dev.podproof.conformance.world.Caller.Door;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.List;

/** Pods that tell others where they are, as machines on a network do. */
public final class AnnouncementSteps {
    private static final int MAILBOX = 8025;

    private final World world;
    private String announced = "";

    public AnnouncementSteps(World world) {
        this.world = world;
    }

    @Given("a pod {name} on {host} that takes announcements")
    public void mailbox(String name, Host host) {
        world.pods()
                .start(world.namespace(), PodManifest.of(name).mailbox(MAILBOX).on(host.name()));
    }

    @When("pod {name} announces to pod {name} the address that it finds on its own interface")
    public void announce(String server, String client) {
        Pod to = world.pods().get(client);
        world.announce(world.pods().get(server), to, MAILBOX);
        announced = world.announced(to);
    }

    @Then("pod {name} finds pod {name} at the announced address on port {int}")
    public void found(String client, String server, int port) {
        Pod from = world.pods().get(client);
        Call call = world.caller()
                .call(from, from.container(), List.of(new Door(announced, port, "TCP")))
                .get(0);
        world.comparison()
                .same(
                        "who answers at " + announced + ", which " + server + " announced",
                        server,
                        call.pod().orElse(call.raw()));
    }

    @Then("that address is the one that the API reports for pod {name}, and not pod {name}'s")
    public void reported(String server, String client) {
        world.comparison()
                .same("the announced address", world.pods().get(server).address(), announced);
        world.comparison()
                .holds(
                        "the announced address",
                        "not " + world.pods().get(client).address() + " of pod " + client,
                        announced,
                        !announced.equals(world.pods().get(client).address()));
    }
}
