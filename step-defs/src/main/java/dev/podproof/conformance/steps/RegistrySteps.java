package dev.podproof.conformance.steps;

import dev.podproof.conformance.MissingNeed;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.eventually.Limit;
import dev.podproof.conformance.registry.Registry;
import dev.podproof.conformance.registry.Registry.Found;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.world.Call;
import dev.podproof.conformance.world.Caller.Door;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.Service;
import dev.podproof.conformance.world.Services;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Registries that pods bring along, and whom they are told of there. */
public final class RegistrySteps {
    private final World world;
    private Registry registry;
    private Service service;
    private Pod client;
    private int port;
    private Found found;

    public RegistrySteps(World world) {
        this.world = world;
    }

    @Given("{registry} in a pod behind service {name}")
    public void run(Registry wanted, String name) {
        registry = wanted;
        String image =
                world.cluster().settings().registries().named(registry.need()).orElseThrow();
        PodManifest server = registry.server(name, image).labelled(Map.of(Services.BEHIND, name));
        world.pods().make(world.namespace(), server);
        service = world.services()
                .make(
                        world.namespace(),
                        name,
                        "selector: {%s: %s}\nports: [{port: %d}]".formatted(Services.BEHIND, name, registry.port()));
        Pod seen = Eventually.lastSeen(
                world.cluster().settings().patience(),
                () -> world.pods().read(world.namespace(), name),
                pod -> pod.isRunning() || pod.lacksImage().isPresent());
        seen.lacksImage().ifPresent(why -> {
            throw new MissingNeed(registry.need(), image + ": " + why);
        });
        world.pods().running(world.namespace(), name);
    }

    @Given("pods {name} and {name} on {host}, which listen on port {int} and register themselves in it")
    public void register(String one, String other, Host host, int listening) {
        port = listening;
        world.pods().start(world.namespace(), registered(one, host), registered(other, host));
    }

    @When("pod {name} looks up who is registered")
    public void lookUp(String name) {
        client = world.pods().get(name);
        Set<String> registered = new TreeSet<>(world.pods().all().stream()
                .filter(pod -> pod.containers().contains("registrar"))
                .map(Pod::name)
                .toList());
        found = look(world.cluster().settings().patience(), registered);
    }

    @Then("it finds {names} registered, and no others")
    public void finds(Names names) {
        Map<String, String> expected = new TreeMap<>();
        names.all().forEach(name -> expected.put(name, world.pods().get(name).address()));
        world.comparison()
                .holds(
                        "the addresses that pod " + client.name() + " on " + client.host() + " finds in the registry",
                        expected.toString(),
                        found.answered() ? new TreeMap<>(found.addresses()).toString() : found.heard(),
                        found.answered() && found.addresses().equals(expected));
    }

    @Then("each of them answers where it was found")
    public void answers() {
        found.addresses().forEach((name, address) -> {
            Call call = world.caller()
                    .call(client, client.container(), List.of(new Door(address, port, "TCP")))
                    .get(0);
            world.comparison()
                    .same(
                            "who answers " + client.name() + " at " + address + ":" + port,
                            name,
                            call.pod().orElse(call.raw()));
        });
    }

    @Then("once pod {name} is deleted it finds {names} registered, and no others, within {int} s")
    public void seesGo(String gone, Names left, int seconds) {
        world.pods().delete(world.pods().get(gone));
        found = look(Limit.required(Duration.ofSeconds(seconds)), Set.copyOf(left.all()));
        finds(left);
    }

    private Found look(Limit limit, Set<String> wanted) {
        return Eventually.lastSeen(
                limit,
                () -> registry.look(world.shell(), client, service.address()),
                seen -> seen.answered() && seen.addresses().keySet().equals(wanted));
    }

    private PodManifest registered(String name, Host host) {
        return PodManifest.of(name, port)
                .on(host.name())
                .alsoRunning("registrar", registry.registering(name, service.address()));
    }
}
