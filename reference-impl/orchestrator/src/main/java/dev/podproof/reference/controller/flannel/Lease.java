package dev.podproof.reference.controller.flannel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.HardwareAddress;
import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.api.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A host's lease of a subnet, in the form that flannel's daemons give it in etcd: the subnet is the key, with a hyphen for the slash.
 *
 * @param address the host's own, to which packets are sent
 * @param networkId the VXLAN's
 * @param hardwareAddress of the host's end of the tunnel
 */
record Lease(Ipv4Range subnet, Ipv4Address address, int networkId, HardwareAddress hardwareAddress) {
    static final String PREFIX = "/coreos.com/network/subnets/";

    private static final String VXLAN = "vxlan";

    /** The subnet that a key names. */
    static Optional<Ipv4Range> subnet(String key) {
        try {
            return Optional.of(Ipv4Range.parse(key.substring(PREFIX.length()).replace('-', '/')));
        } catch (IllegalArgumentException | IndexOutOfBoundsException other) {
            return Optional.empty();
        }
    }

    /** What stands at a key; nothing if it is no lease of the VXLAN backend. */
    static Optional<Lease> parse(String key, String value) {
        try {
            JsonNode document = Json.parse(value.getBytes(StandardCharsets.UTF_8));
            JsonNode data = document.path("BackendData");
            Optional<Ipv4Address> address = Ipv4Address.of(Json.text(document, "PublicIP"));
            Optional<HardwareAddress> hardware = HardwareAddress.of(Json.text(data, "VtepMAC"));
            boolean whole =
                    Json.text(document, "BackendType").equals(VXLAN) && address.isPresent() && hardware.isPresent();
            return subnet(key)
                    .filter(found -> whole)
                    .map(found ->
                            new Lease(found, address.get(), data.path("VNI").asInt(), hardware.get()));
        } catch (ApiException damaged) {
            return Optional.empty();
        }
    }

    String key() {
        return PREFIX + subnet.toString().replace('/', '-');
    }

    String value() {
        ObjectNode document = Json.object().put("PublicIP", address.toString()).put("BackendType", VXLAN);
        document.putObject("BackendData").put("VNI", networkId).put("VtepMAC", hardwareAddress.text());
        return document.toString();
    }
}
