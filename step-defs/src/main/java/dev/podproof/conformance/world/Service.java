package dev.podproof.conformance.world;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.conformance.eventually.Age;

/**
 * A service as the API last showed it.
 *
 * @param age since it was made
 */
public record Service(String namespace, String name, JsonNode document, Age age) {
    /** Its virtual address. */
    public String address() {
        return document.path("spec").path("clusterIP").asText();
    }

    /** Its first port. */
    public int port() {
        return document.path("spec").path("ports").path(0).path("port").asInt();
    }
}
