package dev.podproof.conformance.subject;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.conformance.probe.ApiProbe;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A host of the cluster, as its API shows it.
 *
 * @param addresses what it is reached at, names left out
 */
public record Host(String name, List<String> addresses) {
    public Host {
        addresses = List.copyOf(addresses);
    }

    /** The hosts that are ready and take pods, in the order of their names; no more than the settings allow. */
    public static List<Host> usable(ApiProbe api, Settings settings) {
        return takingPods(api).stream().limit(settings.maxHosts()).toList();
    }

    /** All hosts that are ready and take pods, in the order of their names. */
    public static List<Host> takingPods(ApiProbe api) {
        return all(api.read("/api/v1/nodes"))
                .filter(Host::isUsable)
                .map(Host::of)
                .sorted(Comparator.comparing(Host::name))
                .toList();
    }

    /** Every host that the API knows, in whatever condition. */
    public static List<Host> known(ApiProbe api) {
        return all(api.read("/api/v1/nodes")).map(Host::of).toList();
    }

    private static Stream<JsonNode> all(JsonNode list) {
        return StreamSupport.stream(list.path("items").spliterator(), false);
    }

    private static Host of(JsonNode node) {
        List<String> addresses = StreamSupport.stream(
                        node.path("status").path("addresses").spliterator(), false)
                .filter(address -> address.path("type").asText().endsWith("IP"))
                .map(address -> address.path("address").asText())
                .toList();
        return new Host(node.path("metadata").path("name").asText(), addresses);
    }

    private static boolean isUsable(JsonNode node) {
        boolean ready = StreamSupport.stream(
                        node.path("status").path("conditions").spliterator(), false)
                .anyMatch(condition -> condition.path("type").asText().equals("Ready")
                        && condition.path("status").asText().equals("True"));
        boolean repels = StreamSupport.stream(node.path("spec").path("taints").spliterator(), false)
                .anyMatch(taint -> !taint.path("effect").asText().equals("PreferNoSchedule"));
        return ready && !repels && !node.path("spec").path("unschedulable").asBoolean();
    }
}
