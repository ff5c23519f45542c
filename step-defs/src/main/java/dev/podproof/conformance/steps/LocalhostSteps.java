package dev.podproof.conformance.steps;

import dev.podproof.conformance.eventually.Eventually;
import dev.podproof.conformance.world.Call;
import dev.podproof.conformance.world.Caller.Door;
import dev.podproof.conformance.world.Pod;
import dev.podproof.conformance.world.PodManifest;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The containers of a pod that find each other on localhost. */
public final class LocalhostSteps {
    private final World world;
    /** Who listens where. */
    private final Map<Integer, String> ports = new TreeMap<>();

    public LocalhostSteps(World world) {
        this.world = world;
    }

    @Given(
            "a pod {name} that has a name for an address elsewhere, with the containers {name} and {name}, which listen on ports {int} and {int}, and on ports {int} and {int} of localhost alone")
    public void pair(String name, String one, String other, int port, int otherPort, int local, int otherLocal) {
        String spec = "{hostAliases: [{ip: 192.0.2.7, hostnames: [elsewhere]}], "
                + "containers: [{name: %s, ports: [{containerPort: %d}]}, {name: %s, ports: [{containerPort: %d}]}]}";
        world.pods()
                .start(
                        world.namespace(),
                        PodManifest.of(name, spec.formatted(one, port, other, otherPort))
                                .alsoOverUdp()
                                .listeningOnLocalhost(0, local)
                                .listeningOnLocalhost(1, otherLocal));
        ports.putAll(Map.of(port, one, local, one, otherPort, other, otherLocal, other));
    }

    @Then("the containers of pod {name} find each other on localhost, on each of these ports")
    public void findEachOther(String name) {
        Pod pod = world.pods().get(name);
        Map<String, String> expected = new TreeMap<>();
        pod.containers()
                .forEach(caller -> doors(caller)
                        .forEach(
                                door -> expected.put(caller + " at " + at(door), name + "/" + ports.get(door.port()))));
        world.comparison()
                .same(
                        "who answers the containers of pod " + name + " on localhost",
                        expected,
                        Eventually.lastSeen(world.cluster().settings().patience(), () -> found(pod), expected::equals));
    }

    @Then("pod {name} finds nobody on its localhost on any of these ports")
    public void findsNobody(String name) {
        Pod pod = world.pods().get(name);
        List<String> answers = world.caller().callOnce(pod, pod.container(), doors("")).stream()
                .filter(Call::answered)
                .map(Call::raw)
                .toList();
        world.comparison().same("who answers pod " + name + " on its own localhost", List.of(), answers);
    }

    private Map<String, String> found(Pod pod) {
        Map<String, String> found = new TreeMap<>();
        for (String caller : pod.containers()) {
            List<Door> doors = doors(caller);
            List<Call> calls = world.caller().call(pod, caller, doors);
            for (int i = 0; i < calls.size(); i++) {
                Call call = calls.get(i);
                found.put(
                        caller + " at " + at(doors.get(i)),
                        call.pod()
                                .flatMap(answering -> call.container().map(container -> answering + "/" + container))
                                .orElse(call.raw()));
            }
        }
        return found;
    }

    /** Everybody else's. */
    private List<Door> doors(String caller) {
        List<Door> doors = new ArrayList<>();
        ports.forEach((port, container) -> {
            if (!container.equals(caller)) {
                for (String protocol : List.of("TCP", "UDP")) {
                    doors.add(new Door("127.0.0.1", port, protocol));
                    doors.add(new Door("localhost", port, protocol));
                }
            }
        });
        return doors;
    }

    private static String at(Door door) {
        return door.address() + " on port " + door.port() + " over " + door.protocol();
    }
}
