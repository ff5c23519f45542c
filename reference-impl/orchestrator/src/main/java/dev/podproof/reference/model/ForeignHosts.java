package dev.podproof.reference.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.podproof.reference.api.Json;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hosts with pods that are no nodes of this cluster, and still in its network (docs/adr/0029). They stand in an object that every host may
 * read: Endpoints of no service.
 */
public final class ForeignHosts {
    public static final String NAMESPACE = "kube-system";
    public static final String NAME = "foreign-hosts";
    private static final String ANNOTATION = "podproof.dev/foreign-hosts";

    private ForeignHosts() {}

    /**
     * One of them.
     *
     * @param address the host's own
     * @param subnet its pods'
     * @param hardwareAddress of its end of the tunnel
     */
    public record ForeignHost(String address, String subnet, String hardwareAddress) {}

    /** Whether an object is the one that they stand in. */
    public static boolean isHere(Endpoints endpoints) {
        return NAMESPACE.equals(endpoints.getMetadata().getNamespace())
                && NAME.equals(endpoints.getMetadata().getName());
    }

    /** The object that they stand in. */
    public static Endpoints write(List<ForeignHost> hosts) {
        ArrayNode all = Json.array();
        hosts.forEach(host -> all.addObject()
                .put("address", host.address())
                .put("subnet", host.subnet())
                .put("hardwareAddress", host.hardwareAddress()));
        return new EndpointsBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(NAME)
                .addToAnnotations(ANNOTATION, all.toString())
                .endMetadata()
                .build();
    }

    /** Those that stand in it. */
    public static List<ForeignHost> read(Endpoints endpoints) {
        String text = Optional.ofNullable(endpoints.getMetadata().getAnnotations())
                .map(all -> all.get(ANNOTATION))
                .orElse("[]");
        List<ForeignHost> hosts = new ArrayList<>();
        for (JsonNode host : Json.parse(text.getBytes(StandardCharsets.UTF_8))) {
            hosts.add(new ForeignHost(
                    host.path("address").asText(),
                    host.path("subnet").asText(),
                    host.path("hardwareAddress").asText()));
        }
        return hosts;
    }
}
