package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Names;
import dev.podproof.reference.api.Problems;
import java.util.Map;

/** Endpoints: addresses and ports, which may come from anybody for a service without a selector. */
public final class EndpointsRules implements Rules {

    /** What is not an endpoint for everybody: each host would reach something else by it. */
    private static final Map<Ipv4Range, String> SPECIAL = Map.of(
            Ipv4Range.parse("0.0.0.0/32"),
            "may not be unspecified (0.0.0.0 or ::)",
            Ipv4Range.parse("127.0.0.0/8"),
            "may not be in the loopback range (127.0.0.0/8)",
            Ipv4Range.parse("169.254.0.0/16"),
            "may not be in the link-local range (169.254.0.0/16)",
            Ipv4Range.parse("224.0.0.0/24"),
            "may not be in the link-local multicast range (224.0.0.0/24)");

    @Override
    public void defaults(ObjectNode object) {
        for (var subset : object.path("subsets")) {
            for (var item : subset.path("ports")) {
                if (item instanceof ObjectNode port) {
                    port.putIfAbsent("protocol", port.textNode("TCP"));
                }
            }
        }
    }

    @Override
    public void canonicalize(ObjectNode object) {
        if (object.path("subsets") instanceof ArrayNode subsets) {
            object.set("subsets", Subsets.repacked(subsets));
        }
    }

    @Override
    public void validate(ObjectNode object, Problems problems) {
        int index = 0;
        for (var subset : object.path("subsets")) {
            var at = "subsets[" + index++ + "]";
            if (subset.path("addresses").isEmpty()
                    && subset.path("notReadyAddresses").isEmpty()) {
                problems.required(at, "must specify `addresses` or `notReadyAddresses`");
            }
            addresses(subset.path("addresses"), at + ".addresses", problems);
            addresses(subset.path("notReadyAddresses"), at + ".notReadyAddresses", problems);
            int portIndex = 0;
            for (var port : subset.path("ports")) {
                var portAt = at + ".ports[" + portIndex++ + "]";
                ContainerValidation.inRange(
                        problems, portAt + ".port", port.path("port").asInt());
                if (port.has("appProtocol")) {
                    var application = Json.text(port, "appProtocol");
                    problems.invalid(portAt + ".appProtocol", application, Names.labelKeyProblem(application));
                }
                if (Json.text(port, "name").isEmpty() && subset.path("ports").size() > 1) {
                    problems.required(portAt + ".name", "");
                }
            }
        }
    }

    private static void addresses(JsonNode addresses, String path, Problems problems) {
        int index = 0;
        for (var address : addresses) {
            var ip = Json.text(address, "ip");
            var at = path + "[" + index++ + "].ip";
            Ipv4Address.of(ip)
                    .ifPresentOrElse(
                            found -> SPECIAL.entrySet().stream()
                                    .filter(special -> special.getKey().contains(found))
                                    .forEach(special -> problems.invalid(at, ip, special.getValue())),
                            () -> problems.invalid(at, ip, "must be a valid IPv4 address"));
        }
    }
}
