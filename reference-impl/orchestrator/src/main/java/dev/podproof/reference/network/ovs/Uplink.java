package dev.podproof.reference.network.ovs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.network.Batch;
import dev.podproof.reference.network.KernelJson;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where wrapped packets leave the host. A process that moves packets has to see both ends: it finds the way to a peer only through
 * a switch of its own, so that the host's network device becomes a port of one, and the host's address that switch's.
 */
final class Uplink {
    static final String SWITCH = "br-phy";

    private static final Logger LOG = LoggerFactory.getLogger(Uplink.class);

    private final Commands commands;
    private final Ipv4Address address;

    Uplink(Commands commands, Ipv4Address address) {
        this.commands = commands;
        this.address = address;
    }

    /** Moves the address, with the routes of its device, once. */
    void moveToSwitch() {
        JsonNode device = device(commands, address);
        String name = device.path("ifname").asText();
        if (name.equals(SWITCH)) {
            return;
        }
        String prefix = device.path("addr_info").path(0).path("prefixlen").asText();
        List<JsonNode> routes = KernelJson.list(commands, "ip", "-4", "-json", "route", "show", "dev", name);
        commands.run(
                "ovs-vsctl",
                "--may-exist",
                "add-br",
                SWITCH,
                "--",
                "set",
                "bridge",
                SWITCH,
                "datapath_type=netdev",
                "other-config:hwaddr=\"" + hardwareAddress(name) + "\"",
                "--",
                "--may-exist",
                "add-port",
                SWITCH,
                name);
        moves(name, prefix, routes).run();
        LOG.info("the host's address {} moved from {} to the switch {}", address, name, SWITCH);
    }

    private Batch moves(String name, String prefix, List<JsonNode> routes) {
        Batch moves = new Batch(commands, "ip");
        moves.add("link set " + SWITCH + " up");
        moves.add("addr flush dev " + name);
        moves.add("addr add " + address + "/" + prefix + " dev " + SWITCH);
        for (JsonNode route : routes) {
            if (route.has("gateway")) {
                moves.add("route replace " + route.path("dst").asText() + " via "
                        + route.path("gateway").asText() + " dev " + SWITCH);
            }
        }
        return moves;
    }

    private String hardwareAddress(String name) {
        return KernelJson.list(commands, "ip", "-json", "link", "show", "dev", name)
                .get(0)
                .path("address")
                .asText();
    }

    /** The network device that has the host's address. */
    static JsonNode device(Commands commands, Ipv4Address address) {
        return KernelJson.list(commands, "ip", "-4", "-json", "addr", "show", "to", address + "/32").stream()
                .filter(device -> device.has("ifname"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no device of this host has the address " + address));
    }
}
