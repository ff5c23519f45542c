package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The subsets of Endpoints, in the one way in which the same endpoints are written: addresses that offer the same ports stand in one
 * subset, each once and in order. Ports and subsets stay in the order in which they were given.
 */
final class Subsets {

    /** Where an address is: an address of two pods, on two hosts, is two. */
    private record Key(String ip, String uid) {
        static Key of(JsonNode address) {
            return new Key(Json.text(address, "ip"), Json.text(address, "targetRef", "uid"));
        }
    }

    private static final Comparator<Key> BY_ADDRESS =
            Comparator.comparing(Key::ip).thenComparing(Key::uid);

    /** Each address is described as it was first. */
    private final Map<Key, JsonNode> addresses = new TreeMap<>(BY_ADDRESS);

    /** Who offers a port, and is ready to; nothing stands for the port of those that offer none. */
    private final Map<Optional<JsonNode>, Map<Key, Boolean>> offers = new LinkedHashMap<>();

    /** Addresses times ports, which a small document can have very many of: more stay as they were written. */
    private static final long MOST_OFFERS = 200_000;

    private Subsets() {}

    static ArrayNode repacked(ArrayNode subsets) {
        long offers = 0;
        for (var subset : subsets) {
            long addresses = subset.path("addresses").size()
                    + (long) subset.path("notReadyAddresses").size();
            offers += addresses * Math.max(1, subset.path("ports").size());
        }
        if (offers > MOST_OFFERS) {
            return subsets;
        }
        var repacking = new Subsets();
        subsets.forEach(repacking::unpack);
        return repacking.pack();
    }

    private void unpack(JsonNode subset) {
        List<Optional<JsonNode>> ports = new ArrayList<>();
        subset.path("ports").forEach(port -> ports.add(Optional.of(port)));
        if (ports.isEmpty()) {
            ports.add(Optional.empty());
        }
        for (var port : ports) {
            var offered = offers.computeIfAbsent(port, unused -> new TreeMap<>(BY_ADDRESS));
            subset.path("addresses").forEach(address -> offer(offered, address, true));
            subset.path("notReadyAddresses").forEach(address -> offer(offered, address, false));
        }
    }

    /** An address that is said to be ready and not to be is not. */
    private void offer(Map<Key, Boolean> offered, JsonNode address, boolean ready) {
        var key = Key.of(address);
        addresses.putIfAbsent(key, address);
        offered.merge(key, ready, Boolean::logicalAnd);
    }

    private ArrayNode pack() {
        Map<Map<Key, Boolean>, List<JsonNode>> portsOf = new LinkedHashMap<>();
        offers.forEach((port, offered) ->
                port.ifPresentOrElse(portsOf.computeIfAbsent(offered, unused -> new ArrayList<>())::add, () -> {}));
        var packed = Json.array();
        portsOf.forEach((offered, ports) -> {
            var subset = packed.addObject();
            put(subset, "addresses", offered, true);
            put(subset, "notReadyAddresses", offered, false);
            if (!ports.isEmpty()) {
                subset.putArray("ports").addAll(ports);
            }
        });
        return packed;
    }

    private void put(ObjectNode subset, String field, Map<Key, Boolean> offered, boolean ready) {
        var list = Json.array();
        offered.forEach((key, isReady) -> {
            if (isReady == ready) {
                list.add(addresses.get(key).deepCopy());
            }
        });
        if (!list.isEmpty()) {
            subset.set(field, list);
        }
    }
}
