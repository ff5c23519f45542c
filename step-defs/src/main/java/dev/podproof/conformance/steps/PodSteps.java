package dev.podproof.conformance.steps;

import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.subject.Subject;
import dev.podproof.conformance.world.Namespace;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Pods: how many, of what, and where. */
public final class PodSteps {
    private static final int MOST_HOSTS = 3;
    private static final int PODS_A_HOST = 2;
    /** Where pods that stand take much and send much. */
    static final int MUCH = 9000;

    private final World world;

    public PodSteps(World world) {
        this.world = world;
    }

    @Given("a pod {name}")
    public void pod(String name) {
        start(PodManifest.of(name));
    }

    @Given("a pod {name}:")
    public void pod(String name, String spec) {
        start(PodManifest.of(name, spec));
    }

    @Given("a pod {name} on {host}")
    public void podOnHost(String name, Host host) {
        start(PodManifest.of(name).on(host.name()));
    }

    @Given("a pod {name} on {host}:")
    public void podOnHost(String name, Host host, String spec) {
        start(PodManifest.of(name, spec).on(host.name()));
    }

    @Given("two pods {name} and {name} on {host}:")
    public void twoPodsOnHost(String one, String other, Host host, String spec) {
        start(
                PodManifest.of(one, spec).on(host.name()),
                PodManifest.of(other, spec).on(host.name()));
    }

    @Given("a pod {name} that listens on port {int}")
    public void listeningPod(String name, int port) {
        start(PodManifest.of(name, port));
    }

    @Given("a pod {name} on {host} that listens on port {int}")
    public void listeningPodOnHost(String name, Host host, int port) {
        start(PodManifest.of(name, port).on(host.name()));
    }

    @Given("a pod {name} in {namespace}")
    public void podInNamespace(String name, Namespace namespace) {
        world.pods().start(namespace, PodManifest.of(name));
    }

    @Given("two pods on each of up to three hosts, which listen on ports {int}, {int} and {int} over TCP and UDP")
    public void listeningPodsOnHosts(int first, int second, int third) {
        start(perHost(hosts(), first, second, third));
    }

    @Given(
            "the two standing pods on each of up to three hosts, which listen on ports {int}, {int} and {int} over TCP and UDP")
    public void standingPods(int first, int second, int third) {
        world.standing(Stream.of(perHost(hosts(), first, second, third))
                .map(pod -> pod.takingMuch(MUCH))
                .toArray(PodManifest[]::new));
    }

    @Given(
            "on each of these hosts the standing pod that has no network but the host's, and listens there on port {int} over TCP and UDP")
    public void standingPodsOnHostNetwork(int port) {
        world.standing(hosts().stream()
                .map(host -> PodManifest.of(
                                "of-" + host.name().replace('.', '-'),
                                Subject.run().hostPort(port))
                        .alsoOverUdp()
                        .onHostNetwork(host.addresses().get(0))
                        .on(host.name()))
                .toArray(PodManifest[]::new));
    }

    @Given(
            "a pod {name} with the containers {name} and {name}, of which {name} listens on port {int}, and on port {int} of localhost alone")
    public void listeningOnLocalhost(String name, String one, String other, String listener, int port, int local) {
        String second = one.equals(listener) ? other : one;
        start(PodManifest.of(name, "containers: [{name: %s, ports: []}, {name: %s}]".formatted(listener, second))
                .listeningOn(port)
                .alsoOverUdp()
                .listeningOnLocalhost(0, local));
    }

    @Then("no container of pod {name} was started again")
    public void notRestarted(String name) {
        Pod before = world.pods().get(name);
        Pod now = world.pods().running(world.namespace(), name);
        world.comparison().same("the containers of pod " + name, before.containerIds(), now.containerIds());
    }

    private static PodManifest[] perHost(List<Host> hosts, int... ports) {
        List<PodManifest> manifests = new ArrayList<>();
        for (int host = 0; host < hosts.size(); host++) {
            for (int pod = 0; pod < PODS_A_HOST; pod++) {
                String name = "pod-" + (host + 1) + "-" + (char) ('a' + pod);
                manifests.add(PodManifest.of(name, ports)
                        .alsoOverUdp()
                        .on(hosts.get(host).name()));
            }
        }
        return manifests.toArray(PodManifest[]::new);
    }

    private List<Host> hosts() {
        List<Host> hosts = usable();
        if (hosts.size() < 2) {
            throw new NotMet("there is but one usable host: " + hosts);
        }
        return hosts;
    }

    private List<Host> usable() {
        return world.hosts().stream().limit(MOST_HOSTS).toList();
    }

    private void start(PodManifest... manifests) {
        world.pods().start(world.namespace(), manifests);
    }
}
