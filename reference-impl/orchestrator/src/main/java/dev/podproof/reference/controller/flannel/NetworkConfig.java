package dev.podproof.reference.controller.flannel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.ClusterRanges;
import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.api.Json;
import java.nio.charset.StandardCharsets;

/**
 * What an administrator has written for all of flannel's daemons.
 *
 * @param network all pods' range
 * @param subnetPrefix of each host's share; flannel calls it the subnet's length
 * @param backend how packets are carried
 * @param networkId the VXLAN's
 * @param port where hosts listen for wrapped packets
 * @param first the lowest subnet that is handed out
 * @param last the highest
 */
record NetworkConfig(
        Ipv4Range network, int subnetPrefix, String backend, int networkId, int port, Ipv4Range first, Ipv4Range last) {
    static final String KEY = "/coreos.com/network/config";

    private static final int USUAL_PREFIX = 24;
    static final int NETWORK_ID = 1;
    /** The kernel's own choice, which flannel leaves to it. */
    private static final int PORT = 8472;

    /** @throws IllegalStateException if it can't be read */
    static NetworkConfig parse(String text) {
        try {
            JsonNode document = Json.parse(text.getBytes(StandardCharsets.UTF_8));
            Ipv4Range network = Ipv4Range.parse(document.path("Network").asText());
            JsonNode backend = document.path("Backend");
            // flannel leaves smaller networks a quarter for each host.
            int prefix = network.prefix() < USUAL_PREFIX - 1 ? USUAL_PREFIX : network.prefix() + 2;
            prefix = document.path("SubnetLen").asInt(prefix);
            int port = backend.path("Port").asInt();
            int subnets = 1 << (prefix - network.prefix());
            return new NetworkConfig(
                    network,
                    prefix,
                    backend.path("Type").asText("udp"),
                    backend.path("VNI").asInt(NETWORK_ID),
                    port == 0 ? PORT : port,
                    bound(document.path("SubnetMin"), network.part(prefix, 1), prefix),
                    bound(document.path("SubnetMax"), network.part(prefix, subnets - 1), prefix));
        } catch (ApiException | IllegalArgumentException damaged) {
            throw new IllegalStateException(
                    "flannel's configuration in etcd (" + KEY + ") can't be read: " + damaged.getMessage(), damaged);
        }
    }

    private static Ipv4Range bound(JsonNode written, Ipv4Range usual, int prefix) {
        return written.isTextual() ? Ipv4Range.parse(written.asText() + "/" + prefix) : usual;
    }

    /** Whether hosts get that subnet: flannel leaves the first one alone, unless it is told otherwise. */
    boolean handsOut(Ipv4Range subnet) {
        return Integer.compareUnsigned(subnet.network(), first.network()) >= 0
                && Integer.compareUnsigned(subnet.network(), last.network()) <= 0;
    }

    /** @throws IllegalStateException if this cluster's hosts can't be in that network; the message says what has to be alike */
    void requireLike(ClusterRanges ranges) {
        if (!network.equals(ranges.pods()) || subnetPrefix != ranges.subnetPrefix()) {
            throw unlike("it gives each host a /" + subnetPrefix + " of " + network + ", and this cluster a /"
                    + ranges.subnetPrefix() + " of " + ranges.pods() + ": start it with --pod-range " + network
                    + " --subnet-prefix " + subnetPrefix);
        }
        if (!backend.equals("vxlan") || networkId != NETWORK_ID || port != PORT) {
            throw unlike("its backend is " + backend + " with VNI " + networkId + " and port " + port
                    + ", and hosts of ours take part in vxlan with VNI " + NETWORK_ID + " and port " + PORT + " alone");
        }
    }

    private static IllegalStateException unlike(String why) {
        return new IllegalStateException("flannel's configuration in etcd (" + KEY
                + ") is for a network that this cluster's can't be one with: " + why);
    }
}
