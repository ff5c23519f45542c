package dev.podproof.conformance.steps;

import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.world.Namespace;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.ReplicationController;
import dev.podproof.conformance.world.Service;
import dev.podproof.conformance.world.Services;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** How the pods of one controller or service are spread over the hosts. */
public final class SpreadSteps {
    private static final int MOST_HOSTS = 3;
    private static final int PODS_A_HOST = 2;

    private final World world;
    private Supplier<List<Pod>> they = List::of;

    public SpreadSteps(World world) {
        this.world = world;
    }

    @Given("as many other pods on {host}, which wait for a configuration that never comes")
    public void others(Host host) {
        others(world.namespace(), host, Map.of());
    }

    @Given(
            "as many pods with the labels of service {name} in {namespace}, on {host}, which wait for a configuration that never comes")
    public void namesakes(String service, Namespace namespace, Host host) {
        others(namespace, host, Map.of(Services.BEHIND, service));
    }

    /** They count as pods of their host, and give it nothing to do. */
    private void others(Namespace namespace, Host host, Map<String, String> labels) {
        for (int i = 1; i <= hosts() * PODS_A_HOST; i++) {
            world.pods()
                    .make(
                            namespace,
                            PodManifest.of("other-" + i, """
                    containers: [{name: main, volumeMounts: [{name: never, mountPath: /never}]}]
                    volumes: [{name: never, configMap: {name: never-made}}]
                    """).labelled(labels).on(host.name()));
        }
    }

    @When("{name} is told to keep two pods for each of up to three hosts")
    public void scale(String name) {
        ReplicationController controller = world.controllers().get(name);
        world.controllers().scale(controller, hosts() * PODS_A_HOST);
        they = () -> world.controllers().matching(controller);
    }

    @When("two pods for each of up to three hosts are made for service {name}")
    public void makeForService(String name) {
        Service service = world.services().get(name);
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= hosts() * PODS_A_HOST; i++) {
            names.add("replica-" + i);
            world.pods()
                    .make(
                            world.namespace(),
                            PodManifest.of("replica-" + i).labelled(Map.of(Services.BEHIND, service.name())));
        }
        they = () -> names.stream()
                .map(each -> world.pods().read(world.namespace(), each))
                .toList();
    }

    @Then("they run on as many hosts as that")
    public void spread() {
        int hosts = hosts();
        List<Pod> seen = Eventually.lastSeen(
                world.cluster().settings().patience(),
                they,
                pods -> pods.size() == hosts * PODS_A_HOST && pods.stream().allMatch(Pod::isRunning));
        Set<String> used = seen.stream().filter(Pod::isRunning).map(Pod::host).collect(Collectors.toSet());
        Map<String, String> placed = new TreeMap<>();
        seen.forEach(pod -> placed.put(pod.name(), pod.isRunning() ? pod.host() : pod.summary()));
        world.comparison()
                .holds(
                        "where " + hosts * PODS_A_HOST + " pods run",
                        "on at least " + hosts + " hosts",
                        placed.toString(),
                        used.size() >= hosts);
    }

    private int hosts() {
        return Math.min(MOST_HOSTS, world.hosts().size());
    }
}
