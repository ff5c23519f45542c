package dev.podproof.reference.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.HardwareAddress;
import dev.podproof.reference.api.Ipv4Address;
import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.api.Json;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hosts with pods that are no nodes of this cluster, and still in its network (docs/adr/0029). They stand in an object that every host may
 * read: Endpoints of no service.
 */
public final class ForeignHosts {
    public static final String NAMESPACE = "kube-system";
    public static final String NAME = "foreign-hosts";
    private static final String ANNOTATION = "podproof.dev/foreign-hosts";
    private static final Logger LOG = LoggerFactory.getLogger(ForeignHosts.class);

    private ForeignHosts() {}

    /**
     * One of them.
     *
     * @param address the host's own
     * @param subnet its pods'
     * @param hardwareAddress of its end of the tunnel
     */
    public record ForeignHost(Ipv4Address address, Ipv4Range subnet, HardwareAddress hardwareAddress) {}

    /** Whether an object is the one that they stand in. */
    public static boolean isHere(Endpoints endpoints) {
        return NAMESPACE.equals(endpoints.getMetadata().getNamespace())
                && NAME.equals(endpoints.getMetadata().getName());
    }

    /** The object that they stand in. */
    public static Endpoints write(List<ForeignHost> hosts) {
        ArrayNode all = Json.array();
        hosts.forEach(host -> all.addObject()
                .put("address", host.address().toString())
                .put("subnet", host.subnet().toString())
                .put("hardwareAddress", host.hardwareAddress().text()));
        return new EndpointsBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(NAME)
                .addToAnnotations(ANNOTATION, all.toString())
                .endMetadata()
                .build();
    }

    /** Those that stand in it; what describes none is left out. */
    public static List<ForeignHost> read(Endpoints endpoints) {
        String text = Optional.ofNullable(endpoints.getMetadata().getAnnotations())
                .map(all -> all.get(ANNOTATION))
                .orElse("[]");
        List<ForeignHost> hosts = new ArrayList<>();
        for (JsonNode host : list(text)) {
            read(host).ifPresentOrElse(hosts::add, () -> LOG.warn("{}/{} names no host: {}", NAMESPACE, NAME, host));
        }
        return hosts;
    }

    private static JsonNode list(String text) {
        try {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (ApiException damaged) {
            LOG.warn("{}/{} can't be read: {}", NAMESPACE, NAME, damaged.getMessage());
            return Json.array();
        }
    }

    private static Optional<ForeignHost> read(JsonNode host) {
        return Ipv4Address.of(Json.text(host, "address"))
                .flatMap(address -> Ipv4Range.of(Json.text(host, "subnet"))
                        .flatMap(subnet -> HardwareAddress.of(Json.text(host, "hardwareAddress"))
                                .map(hardware -> new ForeignHost(address, subnet, hardware))));
    }
}
