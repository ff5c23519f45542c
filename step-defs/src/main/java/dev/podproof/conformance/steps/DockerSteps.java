package dev.podproof.conformance.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.probe.HostProbe;
import dev.podproof.conformance.probe.HostProbe.Container;
import dev.podproof.conformance.probe.HostProbe.Mount;
import dev.podproof.conformance.subject.Host;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Containers and their mounts as the Docker Engines of the hosts show them. */
public final class DockerSteps {
    private final World world;
    private List<Container> containers = List.of();
    private final Map<Pod, Mount> mounts = new LinkedHashMap<>();

    public DockerSteps(World world) {
        this.world = world;
    }

    @When("the Docker Engine of every host is asked for its containers")
    public void askAll() {
        List<Container> all = new ArrayList<>();
        for (Host host : world.hosts()) {
            all.addAll(world.probe(host).containers());
        }
        containers = all;
    }

    @Then("the containers of pod(s) {names} are among them")
    public void among(Names pods) {
        List<String> known = containers.stream().map(Container::id).toList();
        for (String name : pods.all()) {
            Pod pod = world.pods().get(name);
            pod.containers().forEach(container -> {
                String id = id(pod, container);
                world.comparison()
                        .holds(
                                "the containers that the hosts' Docker Engines show",
                                "container " + container + " of pod " + name + ", " + id + ", among them",
                                known.toString(),
                                known.contains(id));
            });
        }
    }

    @Then("none of them is linked to another")
    public void unlinked() {
        none("a link to another container", container -> !container.links().isEmpty());
    }

    @Then("none of them takes its volumes from another")
    public void noVolumesFrom() {
        none(
                "volumes of another container",
                container -> !container.volumesFrom().isEmpty());
    }

    @Then("none of them is passive and holds a volume of Docker's own")
    public void noDataContainer() {
        none(
                "a volume of Docker's own, and does not run",
                container -> !container.state().equals("running")
                        && container.mounts().stream()
                                .anyMatch(each -> each.type().equals("volume")));
    }

    @Then(
            "what container {name} of pod {name} has at {path} is mounted by none but {names} of that pod, running or not")
    public void mountedBy(String container, String name, String path, Names users) {
        Pod pod = world.pods().get(name);
        Set<String> sources = containers.stream()
                .filter(each -> each.id().equals(id(pod, container)))
                .flatMap(each -> each.mounts().stream())
                .filter(each -> each.destination().equals(path))
                .map(Mount::source)
                .collect(Collectors.toSet());
        Set<String> own = users.all().stream().map(user -> id(pod, user)).collect(Collectors.toSet());
        List<String> others = containers.stream()
                .filter(each -> !own.contains(each.id())
                        && each.mounts().stream().anyMatch(one -> sources.contains(one.source())))
                .map(each -> each.name() + ", " + each.state())
                .toList();
        world.comparison()
                .holds(
                        "the other containers that mount " + sources,
                        "none, of something that is mounted",
                        others.toString(),
                        !sources.isEmpty() && others.isEmpty());
    }

    @Then("Docker shows {path} of pod {name} as a bind mount of {path}")
    public void bindOf(String path, String name, String source) {
        Mount shown = shown(path, name);
        world.comparison().same("what Docker mounts at " + path + " of pod " + name, "bind of " + source, said(shown));
    }

    @Then("Docker shows {path} of pods {names} as bind mounts, and their names are in {word} there on the host")
    public void binds(String path, Names pods, String file) {
        pods.all().forEach(pod -> bind(path, pod, file));
    }

    private void bind(String path, String name, String file) {
        Mount mount = shown(path, name);
        mounts.put(world.pods().get(name), mount);
        world.comparison()
                .holds(
                        "what Docker mounts at " + path + " of pod " + name,
                        "a bind mount",
                        said(mount),
                        mount.type().equals("bind"));
        world.comparison()
                .same(
                        "what the host has in " + file + " there",
                        name,
                        host(world.pods().get(name))
                                .run("cat", mount.source() + "/" + file)
                                .raw());
    }

    @Then("those directories go from the hosts of pods {names}, where {path} stays")
    public void go(Names pods, String path) {
        world.comparison()
                .same(
                        "the pods whose directories were looked at",
                        pods.all(),
                        mounts.keySet().stream().map(Pod::name).toList());
        mounts.forEach((pod, mount) -> goes(host(pod), mount, path));
    }

    private void goes(HostProbe host, Mount mount, String path) {
        boolean there = Eventually.lastSeen(
                world.cluster().settings().patience(),
                () -> host.run("test", "-e", mount.source()).succeeded(),
                seen -> !seen);
        world.comparison().same("whether " + mount.source() + " is on the host", false, there);
        world.comparison()
                .same(
                        "whether " + path + " is on the host",
                        true,
                        host.run("test", "-e", path).succeeded());
    }

    private void none(String what, Predicate<Container> wrong) {
        List<String> found = containers.stream()
                .filter(wrong)
                .map(container -> container.name() + " " + container)
                .toList();
        world.comparison().same("which of " + containers.size() + " containers has " + what, List.of(), found);
    }

    private Mount shown(String path, String name) {
        Pod pod = world.pods().get(name);
        return host(pod).container(id(pod, pod.container())).stream()
                .flatMap(container -> container.mounts().stream())
                .filter(each -> each.destination().equals(path))
                .findFirst()
                .orElse(new Mount("nothing", "nowhere", path, false));
    }

    private static String said(Mount mount) {
        return mount.type() + " of " + mount.source();
    }

    private HostProbe host(Pod pod) {
        return world.hosts().stream()
                .filter(host -> host.name().equals(pod.host()))
                .findFirst()
                .map(world::probe)
                .orElseThrow();
    }

    private static String id(Pod pod, String container) {
        JsonNode status = pod.status(container);
        return status.path("containerID").asText().replaceFirst("^\\w+://", "");
    }
}
