package dev.podproof.conformance.steps;

import dev.podproof.conformance.NotMet;
import dev.podproof.conformance.world.AddressRange;
import dev.podproof.conformance.world.BareContainer;
import dev.podproof.conformance.world.BareHosts;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import java.util.List;
import java.util.Set;

/** Bare Docker hosts that are made a swarm, for the sake of its overlay network. */
public final class SwarmSteps {
    static final String NETWORK = "overlay";
    private static final String SWARM = "swarm";
    private static final String MANAGER_PORT = ":2377";

    private final World world;

    public SwarmSteps(World world) {
        this.world = world;
    }

    @Given("a swarm of two bare hosts with an overlay network")
    public void swarm() {
        BareHosts hosts = world.bareHosts();
        String manager = hosts.host(0);
        String worker = hosts.host(1);
        for (String host : List.of(manager, worker)) {
            String state = hosts.done(host, "info", "--format", "{{.Swarm.LocalNodeState}}");
            if (!state.equals("inactive")) {
                throw new NotMet("bare host " + host + " is part of somebody's swarm already: " + state);
            }
        }
        String address = hosts.address(manager);
        List.of(manager, worker).forEach(host -> hosts.claim(host, SWARM));
        world.afterwards(() -> leave(hosts, List.of(worker, manager)));
        hosts.done(manager, "swarm", "init", "--advertise-addr", address);
        String token = hosts.done(manager, "swarm", "join-token", "--quiet", "worker");
        hosts.done(
                worker,
                "swarm",
                "join",
                "--advertise-addr",
                hosts.address(worker),
                "--token",
                token,
                address + MANAGER_PORT);
        hosts.done(manager, "network", "create", "--driver", "overlay", "--attachable", hosts.dockerName(NETWORK));
    }

    @Then("all of them have different addresses, which are from the range of that network")
    public void oneSpace() {
        BareHosts hosts = world.bareHosts();
        String range = hosts.done(
                hosts.host(0),
                "network",
                "inspect",
                "--format",
                "{{range .IPAM.Config}}{{.Subnet}}{{end}}",
                hosts.dockerName(NETWORK));
        List<String> addresses =
                hosts.all().stream().map(BareContainer::address).toList();
        world.comparison()
                .holds(
                        "the addresses of the containers on both hosts",
                        "all different, and all from " + range,
                        addresses.toString(),
                        !addresses.isEmpty()
                                && Set.copyOf(addresses).size() == addresses.size()
                                && addresses.stream()
                                        .allMatch(each ->
                                                AddressRange.parse(range).contains(each)));
    }

    /** Containers first: what is attached to a network holds it. The swarm, and its network with it, ends with its last host. */
    private static void leave(BareHosts hosts, List<String> members) {
        hosts.removeAll();
        members.forEach(host -> {
            hosts.docker(host, "swarm", "leave", "--force");
            hosts.release(host, SWARM);
        });
    }
}
