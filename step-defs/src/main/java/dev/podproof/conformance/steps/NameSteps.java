package dev.podproof.conformance.steps;

import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.eventually.Limit;
import dev.podproof.conformance.world.Call;
import dev.podproof.conformance.world.Caller.Door;
import dev.podproof.conformance.world.Lookup;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.Service;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names of services, as pods resolve them. */
public final class NameSteps {
    /** A new service may take as long to be resolved (DNS-02). */
    private static final Limit LIMIT = Limit.required(Duration.ofSeconds(60));

    private static final int ANY_PORT = 80;

    private final World world;
    private final Map<String, Lookup> lookups = new LinkedHashMap<>();
    private String asked = "";

    public NameSteps(World world) {
        this.world = world;
    }

    @Given("a pod {name}, which is given nothing for {name}")
    public void clientWithoutName(String client, String service) {
        Pod from = world.pods().start(world.namespace(), PodManifest.of(client)).get(0);
        Lookup lookup = world.lookup(from, service, ANY_PORT);
        if (lookup.address().isPresent()) {
            throw new NotMet("pod " + client + " is given " + lookup.raw() + " for a service that is not there yet");
        }
    }

    @When("pod {name} asks for service {name} by {form}")
    public void ask(String client, String service, String form) {
        Service wanted = world.services().get(service);
        Pod from = world.pods().get(client);
        asked = client;
        lookups.put(
                client,
                Eventually.lastSeen(
                        LIMIT,
                        () -> lookup(from, wanted, form),
                        lookup -> lookup.address().isPresent()));
    }

    /** In a pod of several containers the first asks. */
    private Lookup lookup(Pod from, Service wanted, String form) {
        String name = name(from, wanted.name(), wanted.namespace(), form);
        return world.lookup(from, from.containers().get(0), name, wanted.port());
    }

    @When("every pod asks for service {name} by {form}")
    public void all(String service, String form) {
        world.pods().all().forEach(pod -> ask(pod.name(), service, form));
    }

    @When("pods {name} and {name} ask for service {name} by {form}")
    public void bothAsk(String one, String other, String service, String form) {
        ask(one, service, form);
        Service wanted = world.services().get(service);
        Pod from = world.pods().get(other);
        lookups.put(other, lookup(from, wanted, form));
    }

    @Then("it is given the address of service {name}")
    public void isGiven(String service) {
        isGiven(asked, service);
    }

    @Then("each of them is given the address of service {name}")
    public void eachIsGiven(String service) {
        lookups.keySet().forEach(client -> isGiven(client, service));
    }

    @Then("pod {name} is given the address of service {name}")
    public void isGiven(String client, String service) {
        Lookup lookup = lookups.get(client);
        world.comparison()
                .same(
                        "what pod " + client + " is given for " + lookup.name(),
                        world.services().get(service).address(),
                        lookup.raw());
    }

    @Then("every container of pod {name} is given the address of service {name} by {form}")
    public void eachContainerIsGiven(String client, String service, String form) {
        Service wanted = world.services().get(service);
        Pod from = world.pods().get(client);
        for (String container : from.containers()) {
            Lookup lookup = Eventually.lastSeen(
                    LIMIT,
                    () -> world.lookup(
                            from, container, name(from, wanted.name(), wanted.namespace(), form), wanted.port()),
                    seen -> seen.address().isPresent());
            world.comparison()
                    .same(
                            "what container " + container + " of pod " + client + " is given for " + lookup.name(),
                            wanted.address(),
                            lookup.raw());
        }
    }

    @Then("within {int} s pod {name} is given the address of service {name} by {form}")
    public void isGivenWithin(int seconds, String client, String service, String form) {
        Service wanted = world.services().get(service);
        Pod from = world.pods().get(client);
        lookups.put(
                client,
                Eventually.lastSeen(
                        Limit.required(Duration.ofSeconds(seconds)),
                        () -> world.lookup(from, name(from, wanted.name(), wanted.namespace(), form), wanted.port()),
                        lookup -> lookup.address().isPresent()));
        isGiven(client, service);
    }

    @Then("pod {name} reaches {name} at that name")
    public void reaches(String client, String server) {
        Pod from = world.pods().get(client);
        String name = lookups.get(client).name();
        int port = world.services().all().get(0).port();
        Call call = world.caller()
                .call(from, from.container(), List.of(new Door(name, port, "TCP")))
                .get(0);
        world.comparison().same("who answers at " + name, server, call.pod().orElse(call.raw()));
    }

    @Then("pod {name} is given nothing for a service that does not exist, asked for in the same form")
    public void nothingForUnknown(String client) {
        Service known = world.services().all().get(0);
        String name = lookups.get(client).name().replaceFirst(known.name(), "no-such-service");
        nothing(client, world.lookup(world.pods().get(client), name, known.port()));
    }

    @Then("pod {name} is given nothing")
    public void nothing(String client) {
        nothing(client, lookups.get(client));
    }

    private void nothing(String client, Lookup lookup) {
        world.comparison()
                .holds(
                        "what pod " + client + " is given for " + lookup.name(),
                        "no address",
                        lookup.raw(),
                        lookup.address().isEmpty());
    }

    private String name(Pod from, String service, String namespace, String form) {
        return switch (form) {
            case "its short name" -> service;
            case "its name and namespace" -> service + "." + namespace;
            case "its full name" -> world.fullName(from, service, namespace);
            default -> throw new IllegalArgumentException(form);
        };
    }
}
