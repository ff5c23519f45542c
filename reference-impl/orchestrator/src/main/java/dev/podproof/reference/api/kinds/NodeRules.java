package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Ipv4Range;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Problems;
import java.util.List;
import java.util.Map;

/** Nodes. An agent may bring its status along when it registers. */
public final class NodeRules implements Rules {

    @Override
    public List<String> selectable() {
        return List.of("spec.unschedulable");
    }

    @Override
    public Map<String, String> fields(ObjectNode object) {
        var fields = new java.util.HashMap<>(Rules.super.fields(object));
        fields.put(
                "spec.unschedulable",
                String.valueOf(object.path("spec").path("unschedulable").asBoolean()));
        return fields;
    }

    /** Every node has both parts, empty as they may be: components look into them. */
    @Override
    public void defaults(ObjectNode object) {
        Json.child(object, "spec");
        Json.child(object, "status");
    }

    @Override
    public void validate(ObjectNode object, Problems problems) {
        range("spec.podCIDR", Json.text(object, "spec", "podCIDR"), problems);
        int index = 0;
        for (var one : object.path("spec").path("podCIDRs")) {
            range("spec.podCIDRs[" + index++ + "]", one.asText(), problems);
        }
    }

    /** A node's range is its first: clients write and read either field. What it has, it can give, unless it says less. */
    @Override
    public void canonicalize(ObjectNode object) {
        var range = Json.text(object, "spec", "podCIDR");
        if (!range.isEmpty()
                && !Json.text(object.path("spec").path("podCIDRs").path(0)).equals(range)) {
            Json.child(object, "spec").putArray("podCIDRs").add(range);
        }
        if (object.path("status").get("capacity") instanceof ObjectNode capacity) {
            Json.child(object, "status").putIfAbsent("allocatable", capacity.deepCopy());
        }
    }

    private static void range(String field, String text, Problems problems) {
        if (!text.isEmpty()
                && Ipv4Range.of(text).filter(range -> range.prefix() > 0).isEmpty()) {
            problems.invalid(field, text, "must be a range of IPv4 addresses (e.g. 10.9.8.0/24)");
        }
    }

    @Override
    public void validateStatus(JsonNode old, JsonNode status, Problems problems) {
        NodeStatusValidation.validate(old, status, problems);
    }

    @Override
    public void validateChange(ObjectNode old, ObjectNode object, Problems problems) {
        var before = Json.text(old, "spec", "podCIDR");
        if (!before.isEmpty() && !before.equals(Json.text(object, "spec", "podCIDR"))) {
            problems.forbidden("spec.podCIDR", "node updates may not change podCIDR except from \"\" to valid");
        }
    }
}
