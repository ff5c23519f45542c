package dev.podproof.reference.network.hostgw;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podproof.reference.host.Commands;
import dev.podproof.reference.network.Overlay;
import dev.podproof.reference.network.Peer;
import dev.podproof.reference.network.Subnet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A route per peer, by way of the peer itself. */
public final class HostGateway implements Overlay {
    /** Marks our routes in the kernel's table; a number that nobody else uses, see rtnetlink(7). */
    static final String PROTOCOL = "112";

    private static final Logger LOG = LoggerFactory.getLogger(HostGateway.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Commands commands;
    private final int mtu;

    /** @param mtu the host network's, which is the pods' as nothing is added to their packets */
    public HostGateway(Commands commands, int mtu) {
        this.commands = commands;
        this.mtu = mtu;
    }

    @Override
    public int mtu() {
        return mtu;
    }

    @Override
    public void join(Optional<Subnet> own) {
        // The bridge's own route is all that this host needs for its own pods.
    }

    @Override
    public void peers(Set<Peer> peers) {
        Map<String, String> wanted = new HashMap<>();
        peers.forEach(peer -> wanted.put(peer.subnet().text(), peer.address()));
        Map<String, String> found = routes();
        wanted.forEach((subnet, gateway) -> {
            if (!gateway.equals(found.get(subnet))) {
                commands.run("ip", "-4", "route", "replace", subnet, "via", gateway, "proto", PROTOCOL);
                LOG.info("pods in {} are reached by way of {}", subnet, gateway);
            }
        });
        found.keySet().stream().filter(subnet -> !wanted.containsKey(subnet)).forEach(this::remove);
    }

    @Override
    public void leave() {
        routes().keySet().forEach(this::remove);
    }

    private void remove(String subnet) {
        commands.run("ip", "-4", "route", "del", subnet, "proto", PROTOCOL);
        LOG.info("no host has the pods of {} any more", subnet);
    }

    /** Our routes as the kernel has them: subnet to gateway. */
    private Map<String, String> routes() {
        String listed = commands.run("ip", "-4", "-json", "route", "show", "proto", PROTOCOL);
        Map<String, String> routes = new HashMap<>();
        try {
            for (JsonNode route : JSON.readTree(listed.isBlank() ? "[]" : listed)) {
                routes.put(route.path("dst").asText(), route.path("gateway").asText());
            }
        } catch (JsonProcessingException cause) {
            throw new IllegalStateException("`ip -json route show` printed no JSON: " + listed, cause);
        }
        return routes;
    }
}
