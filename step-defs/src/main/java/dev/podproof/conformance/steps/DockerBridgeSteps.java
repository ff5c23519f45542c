package dev.podproof.conformance.steps;

import dev.podproof.conformance.probe.HostProbe.Attachment;
import dev.podproof.conformance.world.AddressRange;
import dev.podproof.conformance.world.BareContainer;
import dev.podproof.conformance.world.World;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The bridges that Docker makes on bare hosts by itself. */
public final class DockerBridgeSteps {
    /** RFC 1918, section 3. */
    private static final List<AddressRange> PRIVATE = List.of(
            AddressRange.parse("10.0.0.0/8"),
            AddressRange.parse("172.16.0.0/12"),
            AddressRange.parse("192.168.0.0/16"));

    private final World world;
    private final Map<BareContainer, Attachment> attachments = new LinkedHashMap<>();

    public DockerBridgeSteps(World world) {
        this.world = world;
    }

    @When("the Docker Engines of the bare hosts are asked what their containers are attached to")
    public void ask() {
        for (BareContainer container : world.bareHosts().all()) {
            var host = world.bareHosts().probe(container.host());
            attachments.put(
                    container,
                    host.container(container.docker())
                            .flatMap(host::attachment)
                            .orElse(new Attachment("no network of the Docker Engine", "", "")));
        }
    }

    @Then("each container is on the bridge of its host, and its address is from the range of that bridge")
    public void onBridge() {
        attachments.forEach((container, found) -> {
            world.comparison()
                    .same("the driver of the network that " + container.name() + " is on", "bridge", found.driver());
            List<String> ranges = ranges(container);
            world.comparison()
                    .holds(
                            "the range of " + found.bridge() + " on " + container.host(),
                            "one that " + container.address() + " of container " + container.name() + " is from",
                            ranges.toString(),
                            ranges.stream()
                                    .anyMatch(range -> AddressRange.parse(range).contains(container.address())));
        });
    }

    @Then("each container finds that address on its own interface")
    public void own() {
        for (BareContainer container : attachments.keySet()) {
            world.comparison()
                    .same(
                            "the addresses on the interfaces of " + container.name(),
                            List.of(container.address()),
                            world.network(container, container.name()).ownAddresses());
        }
    }

    @Then(
            "each of these ranges is one of RFC 1918, to which its own host has a route and the other has none by way of it")
    public void hostPrivate() {
        attachments.forEach((container, found) -> {
            AddressRange range = AddressRange.parse(ranges(container).get(0));
            world.comparison()
                    .holds(
                            "the range of " + found.bridge() + " on " + container.host(),
                            "in one of " + PRIVATE,
                            range.toString(),
                            PRIVATE.stream()
                                    .anyMatch(whole -> whole.overlaps(range) && whole.prefix() <= range.prefix()));
            List<String> ownRoutes = world.bareHosts().probe(container.host()).routes();
            world.comparison()
                    .holds(
                            "the routes of " + container.host(),
                            "one to " + range + " on " + found.bridge(),
                            ownRoutes.toString(),
                            ownRoutes.stream().anyMatch(route -> route.startsWith(range + " dev " + found.bridge())));
            noWayBy(container.host());
        });
    }

    private void noWayBy(String host) {
        String gateway = " via " + world.bareHosts().address(host) + " ";
        world.bareHosts().hosts().stream().filter(other -> !other.equals(host)).forEach(other -> {
            List<String> routes = world.bareHosts().probe(other).routes();
            world.comparison()
                    .holds(
                            "the routes of " + other,
                            "some, and none" + gateway + "(" + host + ")",
                            routes.toString(),
                            !routes.isEmpty() && routes.stream().noneMatch(route -> (route + " ").contains(gateway)));
        });
    }

    private List<String> ranges(BareContainer container) {
        return world
                .bareHosts()
                .probe(container.host())
                .addresses(attachments.get(container).bridge())
                .stream()
                .filter(address -> !address.contains(":"))
                .toList();
    }
}
