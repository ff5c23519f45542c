package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Addresses;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Names;
import dev.podproof.reference.api.Problems;
import dev.podproof.reference.api.Quantities;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * What makes a node's status valid. Schedulers, routes and rules of other hosts are made of it, so that it holds what it says it holds: addresses,
 * amounts, conditions. What has not changed is not looked at again, so that one part can be put right while another is wrong.
 */
final class NodeStatusValidation {

    private static final Set<String> NUMERIC = Set.of("InternalIP", "ExternalIP");
    private static final int MOST_ADDRESSES = 32;
    private static final int MOST_RESOURCES = 64;
    private static final int MOST_IMAGES = 256;
    private static final int MOST_PORT = 65_535;

    private final JsonNode old;
    private final JsonNode status;
    private final Problems problems;

    private NodeStatusValidation(JsonNode old, JsonNode status, Problems problems) {
        this.old = old;
        this.status = status;
        this.problems = problems;
    }

    static void validate(JsonNode old, JsonNode status, Problems problems) {
        var validation = new NodeStatusValidation(old, status, problems);
        validation.addresses();
        validation.amounts("capacity");
        validation.amounts("allocatable");
        if (validation.isNew("conditions")) {
            ConditionsValidation.validate(status.path("conditions"), "status.conditions", problems);
        }
        if (validation.isNew("images") && status.path("images").size() > MOST_IMAGES) {
            problems.invalid(
                    "status.images",
                    status.path("images").size(),
                    "must not have more than " + MOST_IMAGES + " images");
        }
        validation.port();
    }

    private boolean isNew(String field) {
        return !status.path(field).equals(old.path(field));
    }

    private void addresses() {
        var addresses = status.path("addresses");
        if (!isNew("addresses")) {
            return;
        }
        if (addresses.size() > MOST_ADDRESSES) {
            problems.invalid(
                    "status.addresses", addresses.size(), "must not have more than " + MOST_ADDRESSES + " addresses");
            return;
        }
        Set<JsonNode> seen = new HashSet<>();
        int index = 0;
        for (var address : addresses) {
            var at = "status.addresses[" + index++ + "]";
            var type = Json.text(address, "type");
            var text = Json.text(address, "address");
            problems.invalid(at + ".type", type, Names.labelKeyProblem(type));
            problems.invalid(
                    at + ".address",
                    text,
                    NUMERIC.contains(type)
                            ? Addresses.problem(text)
                            : Names.subdomainProblem(text.toLowerCase(Locale.ROOT)));
            if (!seen.add(address)) {
                problems.duplicate(at, address);
            }
        }
    }

    private void amounts(String field) {
        var amounts = status.path(field);
        if (!isNew(field)) {
            return;
        }
        if (amounts.size() > MOST_RESOURCES) {
            problems.invalid(
                    "status." + field, amounts.size(), "must not have more than " + MOST_RESOURCES + " resources");
            return;
        }
        for (var amount : amounts.properties()) {
            problems.invalid("status." + field, amount.getKey(), Names.labelKeyProblem(amount.getKey()));
            if (Quantities.amount(amount.getValue())
                    .filter(value -> value.signum() >= 0)
                    .isEmpty()) {
                problems.invalid(
                        "status." + field + "[" + amount.getKey() + "]",
                        amount.getValue().asText(),
                        "must be a quantity greater than or equal to 0");
            }
        }
    }

    private void port() {
        var port = Json.at(status, "daemonEndpoints", "kubeletEndpoint", "Port");
        if (isNew("daemonEndpoints") && (port.asInt() < 0 || port.asInt() > MOST_PORT)) {
            problems.invalid(
                    "status.daemonEndpoints.kubeletEndpoint.Port",
                    port.asInt(),
                    "must be between 0 and " + MOST_PORT + ", inclusive");
        }
    }
}
