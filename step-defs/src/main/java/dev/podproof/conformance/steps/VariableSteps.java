package dev.podproof.conformance.steps;

import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.world.Call;
import dev.podproof.conformance.world.Caller.Door;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.Service;
import dev.podproof.conformance.world.World;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Variables for services in the environment of containers. */
public final class VariableSteps {
    private static final String LATER = "later";

    private final World world;
    private String host = "";
    private String port = "";

    public VariableSteps(World world) {
        this.world = world;
    }

    @When("these pods are made, and their containers started again:")
    public void make(DataTable table) {
        PodManifest[] manifests =
                table.asMaps().stream().map(VariableSteps::manifest).toArray(PodManifest[]::new);
        for (Pod pod : world.pods().start(world.namespace(), manifests)) {
            world.processes().end(pod, pod.container(), 1);
            Eventually.eventually(
                    "the container of pod " + pod.name() + " to run again",
                    world.cluster().settings().patience(),
                    () -> world.pods().read(pod).status(pod.container()),
                    status -> status.path("state").has("running")
                            && status.path("restartCount").asInt() > 0,
                    Object::toString);
        }
    }

    @When("pod {name} is made")
    public void make(String name) {
        world.pods().start(world.namespace(), PodManifest.of(name));
    }

    @When("pod {name} is made:")
    public void make(String name, String spec) {
        world.pods().start(world.namespace(), PodManifest.of(name, spec));
    }

    @Then("the environment of pod {name} holds, where ADDRESS is that of service {name}:")
    public void holds(String pod, String service, DataTable table) {
        Map<String, String> environment = environment(pod);
        table.asMaps()
                .forEach(row -> world.comparison()
                        .same(
                                row.get("variable") + " in pod " + pod,
                                row.get("value")
                                        .replace(
                                                "ADDRESS",
                                                world.services().get(service).address()),
                                said(environment.getOrDefault(row.get("variable"), "not there"))));
    }

    /** A table has no cell for what is there and has no letters. */
    private static String said(String value) {
        return value.isEmpty() ? "empty" : value;
    }

    @Then("the environment of a pod made {int} s after that holds the variables of {name}, and none of {name}")
    public void laterPodHolds(int seconds, String present, String absent) {
        Service service = world.services().get(present);
        service.age().atLeast(Duration.ofSeconds(seconds));
        make(LATER);
        String variable = prefix(present) + "SERVICE_HOST";
        world.comparison()
                .same(
                        variable + " in a pod that was made later",
                        service.address(),
                        environment(LATER).getOrDefault(variable, "not there"));
        holdsNoneOf(LATER, absent);
    }

    @Then("the environment of pod {name} holds those of {name} and kubernetes, and none of {names}")
    public void holdsThoseOf(String pod, String present, Names absent) {
        Map<String, String> environment = environment(pod);
        for (Service service :
                List.of(world.services().get(present), world.services().read("default", "kubernetes"))) {
            String variable = prefix(service.name()) + "SERVICE_HOST";
            world.comparison()
                    .same(
                            variable + " in pod " + pod,
                            service.address(),
                            environment.getOrDefault(variable, "not there"));
        }
        absent.all().forEach(service -> holdsNoneOf(pod, service));
    }

    private void holdsNoneOf(String pod, String service) {
        String prefix = prefix(world.services().get(service).name());
        List<String> found = environment(pod).keySet().stream()
                .filter(variable -> variable.startsWith(prefix))
                .toList();
        world.comparison().same("variables of pod " + pod + " for service " + service, List.of(), found);
    }

    private static String prefix(String service) {
        return service.toUpperCase(Locale.ROOT).replace('-', '_') + "_";
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

    @Then("the environment of pod {name} holds the address and port of each of services {names}")
    public void holdsEach(String pod, Names services) {
        services.all()
                .forEach(service ->
                        holds(pod, service, prefix(service) + "SERVICE_HOST", prefix(service) + "SERVICE_PORT"));
    }

    @Then("the environment of pod {name} holds none of {names}")
    public void holdsNone(String pod, Names services) {
        world.comparison()
                .holds(
                        "the variables of pod " + pod,
                        "some",
                        environment(pod).keySet().toString(),
                        !environment(pod).isEmpty());
        services.all().forEach(service -> holdsNoneOf(pod, service));
    }

    @Then("neither the environment of pod {name} nor that of a command run in it now holds {variable} or {variable}")
    public void holdsNeitherNow(String name, String one, String other) {
        holdsNeither(name, one, other);
        Pod pod = world.pods().get(name);
        holdsNeither("a command in pod " + name, world.environmentOfCommand(pod, pod.container()), one, other);
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

    private void holdsNeither(String pod, String one, String other) {
        holdsNeither("pod " + pod, environment(pod), one, other);
    }

    private void holdsNeither(String whose, Map<String, String> environment, String... unwanted) {
        for (String variable : unwanted) {
            world.comparison()
                    .holds(
                            "the variables of " + whose,
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
