package dev.podproof.conformance.steps;

import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.world.Namespace;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.Service;
import dev.podproof.conformance.world.Services;
import dev.podproof.conformance.world.World;
import io.cucumber.datatable.DataTable;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Services and the pods behind them. */
public final class ServiceSteps {
    private static final int MOST_HOSTS = 3;

    private final World world;
    private final Map<String, Service> atFirst = new HashMap<>();

    public ServiceSteps(World world) {
        this.world = world;
    }

    @Given("a service {name} on port {int}")
    public void service(String name, int port) {
        make(world.namespace(), name, "ports: [{port: %d}]".formatted(port));
    }

    @Given("a service {name} on port {int} in {namespace}")
    public void service(String name, int port, Namespace namespace) {
        make(namespace, name, "ports: [{port: %d}]".formatted(port));
    }

    @Given("a headless service {name} on port {int}")
    public void headlessService(String name, int port) {
        make(world.namespace(), name, "{clusterIP: None, ports: [{port: %d}]}".formatted(port));
    }

    @Given("a service {name} on port {int} in the namespace default")
    public void serviceInDefault(String name, int port) {
        Service service =
                world.services().makeInDefault(world.namespace(), name, "ports: [{port: %d}]".formatted(port));
        world.afterwards(() -> world.services().delete(service));
    }

    @Given("a headless service {name} for pods that listen on port {int}, and another, {name}, that declares no ports")
    public void headlessServices(String name, int port, String other) {
        headlessServiceForPods(name, port);
        make(world.namespace(), other, selecting(name) + "\nclusterIP: None");
    }

    @Given("a headless service {name} for pods that listen on port {int}")
    public void headlessServiceForPods(String name, int port) {
        make(
                world.namespace(),
                name,
                selecting(name) + "\nclusterIP: None\nports: [{port: %d, targetPort: %d}]".formatted(port, port));
    }

    @Given("a service {name}:")
    public void service(String name, String spec) {
        make(world.namespace(), name, spec);
    }

    @Given("a service {name} for the pod(s) {names}:")
    public void service(String name, Names pods, String spec) {
        Service service = make(world.namespace(), name, selecting(name) + "\n" + spec);
        world.services()
                .putBehind(service, pods.all().stream().map(world.pods()::get).toList());
    }

    @Given("a service {name} on port {int} for pods that listen on port {int}")
    public void serviceWithoutPods(String name, int port, int target) {
        serve(name, port, target, Stream.empty());
    }

    @Given("a service {name} on port {int} for the pod(s) {names}, which listen(s) on port {int}")
    public void service(String name, int port, Names pods, int target) {
        serve(name, port, target, pods.all().stream().map(PodManifest::of));
    }

    @Given(
            "a service {name} on port {int} for the pod {name}, which listens on port {int}, and a service {name} for the same pods")
    public void services(String name, int port, String pod, int target, String other) {
        service(name, port, new Names(List.of(pod)), target);
        Service second = make(
                world.namespace(),
                other,
                selecting(name) + "\nports: [{port: %d, targetPort: %d}]".formatted(port, target));
        // What is still to be written for who is there already would hide what is not written for who comes.
        world.services().awaitEndpoints(second, List.of(world.pods().get(pod)));
    }

    @Given("a service {name} on port {int} for the pod {name} on {host}, which listens on port {int}")
    public void service(String name, int port, String pod, Host host, int target) {
        serve(name, port, target, Stream.of(PodManifest.of(pod).on(host.name())));
    }

    @Given("a service {name} on port {int} for {int} pods on up to three hosts")
    public void serviceOnHosts(String name, int port, int pods) {
        List<Host> hosts = world.hosts().stream().limit(MOST_HOSTS).toList();
        serve(
                name,
                port,
                8080,
                IntStream.range(0, pods)
                        .mapToObj(i -> PodManifest.of(name + "-" + (i + 1))
                                .on(hosts.get(i % hosts.size()).name())));
    }

    @Given("pods for it with these labels, which listen on port {int}:")
    public void labelledPods(int port, DataTable table) {
        PodManifest[] manifests = table.asMaps().stream()
                .map(row -> PodManifest.of(row.get("name"), port).labelled(labels(row.get("labels"))))
                .toArray(PodManifest[]::new);
        world.pods().start(world.namespace(), manifests);
    }

    @When("the selector of service {name} is changed to {word}")
    public void select(String name, String selector) {
        world.services().select(world.services().get(name), labels(selector));
    }

    @When("the ports of service {name} are changed to:")
    public void changePorts(String name, String ports) {
        world.services().change(world.services().get(name), ports);
    }

    @When("service {name} is changed to:")
    public void change(String name, String spec) {
        world.services().change(world.services().get(name), spec);
    }

    @When(
            "service {name} is given one more label, is replaced by what names no address, becomes one with node ports and is none any more, and service {name} is made on port {int} after that")
    public void changeAndMake(String name, String next, int port) {
        Service service = world.services().get(name);
        atFirst.put(name, service);
        world.services().giveLabel(service);
        world.services().replaceWithoutAddress(service);
        // A namespace may be allowed no node ports: then there is no change of the type to look at.
        if (world.services().isAllowed(service, "type: NodePort")) {
            world.services().change(service, "type: ClusterIP");
        }
        service(next, port);
    }

    @Given("a service {name} on port {int} for the same pods, which keeps each client at one pod")
    public void faithfulService(String name, int port) {
        Service other = world.services().all().get(0);
        Service service = make(
                world.namespace(),
                name,
                selecting(other.name())
                        + "\nsessionAffinity: ClientIP\nports: [{port: %d, targetPort: %d}]"
                                .formatted(port, other.targetPort()));
        world.services().awaitEndpoints(service, world.pods().behind(other));
    }

    @Given("service(s) {names} is/are at least {int} s old")
    public void areOld(Names services, int seconds) {
        services.all().forEach(name -> world.services().get(name).age().atLeast(Duration.ofSeconds(seconds)));
    }

    @When("pod {name} is replaced by {names}")
    public void replace(String old, Names next) {
        Pod leaving = world.pods().get(old);
        String service = leaving.label(Services.BEHIND);
        start(
                service,
                world.services().get(service).targetPort(),
                next.all().stream().map(PodManifest::of));
        // At last, so that nobody has its address then: who is still led there finds nobody.
        world.pods().delete(leaving);
    }

    @When("service {name} is made on port {int} for the pod {name}, which listens on port {int}")
    public void make(String name, int port, String pod, int target) {
        service(name, new Names(List.of(pod)), "ports: [{port: %d, targetPort: %d}]".formatted(port, target));
    }

    @When("service {name} is made for the pods {names}:")
    public void make(String name, Names pods, String spec) {
        service(name, pods, spec);
    }

    @When("service {name} is deleted")
    public void delete(String name) {
        world.services().delete(world.services().get(name));
    }

    @When("service {name} goes because its namespace is deleted")
    public void deleteWithNamespace(String name) {
        Service service = world.services().get(name);
        world.namespaces().stream()
                .filter(each -> each.name().equals(service.namespace()))
                .forEach(Namespace::delete);
        Eventually.eventually(
                "service " + name + " to go with its namespace",
                world.cluster().settings().patience(),
                () -> world.services().exists(service),
                there -> !there);
    }

    @When("service {name} is deleted, and service {name} is made on port {int} at its address")
    public void deleteAndMakeThere(String deleted, String made, int port) {
        String address = world.services().get(deleted).address();
        delete(deleted);
        make(world.namespace(), made, "{clusterIP: %s, ports: [{port: %d}]}".formatted(address, port));
    }

    @When("service {name} is made again on port {int}")
    public void makeAgain(String name, int port) {
        service(name, port);
    }

    @When("service {name} is made on port {int}, and service {name} is deleted")
    public void makeAndDelete(String made, int port, String deleted) {
        service(made, port);
        delete(deleted);
    }

    @Then("service {name} has the same address and port as before, and no other service has that address")
    public void sameAddress(String name) {
        Service before = atFirst.get(name);
        Service now = world.services().read(before);
        world.comparison()
                .same(
                        "the address and port of service " + name,
                        before.address() + ":" + before.port(),
                        now.address() + ":" + now.port());
        world.comparison()
                .same(
                        "the services with the address " + now.address(),
                        List.of(now.namespace() + "/" + name),
                        world.services().at(now.address()));
    }

    /** A service that selects these pods, which are started behind it and listed by it. */
    private void serve(String name, int port, int target, Stream<PodManifest> pods) {
        Service service = make(
                world.namespace(),
                name,
                selecting(name) + "\nports: [{port: %d, targetPort: %d}]".formatted(port, target));
        world.services().awaitEndpoints(service, start(name, target, pods));
    }

    private List<Pod> start(String service, int port, Stream<PodManifest> pods) {
        PodManifest[] manifests = pods.map(pod -> pod.listeningOn(port).labelled(Map.of(Services.BEHIND, service)))
                .toArray(PodManifest[]::new);
        return world.pods().start(world.namespace(), manifests);
    }

    private Service make(Namespace namespace, String name, String spec) {
        return world.services().make(namespace, name, spec);
    }

    private static Map<String, String> labels(String words) {
        return Stream.of(words.split(",\\s*"))
                .map(word -> word.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static String selecting(String name) {
        return "selector: {%s: %s}".formatted(Services.BEHIND, name);
    }
}
