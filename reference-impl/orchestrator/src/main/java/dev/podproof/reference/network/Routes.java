package dev.podproof.reference.network;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.host.Commands;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This host's routes to the pods of others. In the kernel's table they carry a protocol number, and no other route is touched. */
public final class Routes {
    /** A number that nobody else uses, see rtnetlink(7). */
    static final String PROTOCOL = "112";

    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);

    /**
     * One way to the pods of one host.
     *
     * @param gateway who passes packets on
     * @param device a tunnel that the gateway is behind, or empty where the gateway is on the hosts' own network
     */
    public record Route(Subnet subnet, Ipv4Address gateway, Optional<String> device) {

        private boolean isLike(Way found) {
            return found != null
                    && gateway.toString().equals(found.gateway())
                    && device.map(found.device()::equals).orElse(true);
        }

        private Way way() {
            return new Way(gateway.toString(), device.orElse(""));
        }
    }

    /** What the kernel has for a subnet. */
    private record Way(String gateway, String device) {}

    private final Commands commands;
    private final KernelTable<Way> table = new KernelTable<>(this::found);

    public Routes(Commands commands) {
        this.commands = commands;
    }

    /** Makes the kernel's table hold exactly these of ours. */
    public void converge(Collection<Route> wanted) {
        converge(wanted, new Batch(commands, "ip", "-4"));
    }

    /** The same, after what is in this batch of {@code ip -4} already. */
    void converge(Collection<Route> wanted, Batch changes) {
        Map<String, Way> found = table.take();
        List<Route> missing = wanted.stream()
                .filter(route -> !route.isLike(found.remove(route.subnet().text())))
                .toList();
        missing.forEach(route -> changes.add(replacing(route)));
        found.keySet().forEach(subnet -> changes.add("route del " + subnet + " proto " + PROTOCOL));
        changes.run();
        missing.forEach(route -> LOG.info("pods in {} are reached by way of {}", route.subnet(), route.gateway()));
        table.are(
                wanted.stream().collect(Collectors.toMap(route -> route.subnet().text(), Route::way)));
        found.keySet().forEach(subnet -> LOG.info("no host has the pods of {} any more", subnet));
    }

    private static String replacing(Route route) {
        return "route replace " + route.subnet() + " via " + route.gateway()
                + route.device().map(device -> " dev " + device + " onlink").orElse("") + " proto " + PROTOCOL;
    }

    /** Somebody else may have changed them. */
    public void forget() {
        table.forget();
    }

    private Map<String, Way> found() {
        Map<String, Way> routes = new HashMap<>();
        for (JsonNode route : KernelJson.list(commands, "ip", "-4", "-json", "route", "show", "proto", PROTOCOL)) {
            routes.put(
                    route.path("dst").asText(),
                    new Way(route.path("gateway").asText(), route.path("dev").asText()));
        }
        return routes;
    }
}
