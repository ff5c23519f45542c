package dev.podproof.reference.network;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.host.Commands;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    public record Route(Subnet subnet, String gateway, Optional<String> device) {

        private boolean isLike(JsonNode found) {
            return gateway.equals(found.path("gateway").asText())
                    && device.map(found.path("dev").asText()::equals).orElse(true);
        }
    }

    private final Commands commands;

    public Routes(Commands commands) {
        this.commands = commands;
    }

    /** Makes the kernel's table hold exactly these of ours. */
    public void converge(Collection<Route> wanted) {
        Map<String, JsonNode> found = found();
        List<Route> missing = new ArrayList<>();
        for (Route route : wanted) {
            JsonNode present = found.remove(route.subnet().text());
            if (present == null || !route.isLike(present)) {
                missing.add(route);
            }
        }
        Batch changes = new Batch(commands, "ip", "-4");
        missing.forEach(route -> changes.add(replacing(route)));
        found.keySet().forEach(subnet -> changes.add("route del " + subnet + " proto " + PROTOCOL));
        changes.run();
        missing.forEach(route -> LOG.info("pods in {} are reached by way of {}", route.subnet(), route.gateway()));
        found.keySet().forEach(subnet -> LOG.info("no host has the pods of {} any more", subnet));
    }

    private static String replacing(Route route) {
        return "route replace " + route.subnet() + " via " + route.gateway()
                + route.device().map(device -> " dev " + device + " onlink").orElse("") + " proto " + PROTOCOL;
    }

    private Map<String, JsonNode> found() {
        Map<String, JsonNode> routes = new HashMap<>();
        KernelJson.list(commands, "ip", "-4", "-json", "route", "show", "proto", PROTOCOL)
                .forEach(route -> routes.put(route.path("dst").asText(), route));
        return routes;
    }
}
