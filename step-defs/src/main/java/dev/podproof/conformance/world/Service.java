package dev.podproof.conformance.world;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.conformance.eventually.Age;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A service as the API last showed it.
 *
 * @param age since it was made
 */
public record Service(String namespace, String name, JsonNode document, Age age) {
    /**
     * One of its ports.
     *
     * @param protocol TCP or UDP
     * @param nodePort the port of that number on every host that leads to it; 0 without one
     */
    public record Port(String name, int number, String protocol, int nodePort) {}

    /** Its ports, in the order in which they were declared. */
    public List<Port> ports() {
        return StreamSupport.stream(document.path("spec").path("ports").spliterator(), false)
                .map(port -> new Port(
                        port.path("name").asText(),
                        port.path("port").asInt(),
                        port.path("protocol").asText("TCP"),
                        port.path("nodePort").asInt()))
                .toList();
    }

    /** Its virtual address. */
    public String address() {
        return document.path("spec").path("clusterIP").asText();
    }

    /** The name that its virtual address is looked up by. */
    public String reverseName() {
        List<String> bytes = new ArrayList<>(List.of(address().split("\\.")));
        Collections.reverse(bytes);
        return String.join(".", bytes) + ".in-addr.arpa";
    }

    /** The port of its pods that its first port leads to. */
    public int targetPort() {
        return document.path("spec").path("ports").path(0).path("targetPort").asInt();
    }

    /** Its first port. */
    public int port() {
        return document.path("spec").path("ports").path(0).path("port").asInt();
    }
}
