package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Names;
import dev.podproof.reference.api.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What makes the conditions of a status valid. */
final class ConditionsValidation {

    private static final List<String> STATUSES = List.of("True", "False", "Unknown");
    private static final int MOST = 64;

    private ConditionsValidation() {}

    static void validate(JsonNode conditions, String path, Problems problems) {
        if (conditions.size() > MOST) {
            problems.invalid(path, conditions.size(), "must not have more than " + MOST + " conditions");
            return;
        }
        Set<String> types = new HashSet<>();
        int index = 0;
        for (var condition : conditions) {
            var at = path + "[" + index++ + "]";
            var type = Json.text(condition, "type");
            problems.invalid(at + ".type", type, Names.labelKeyProblem(type));
            if (!types.add(type)) {
                problems.duplicate(at + ".type", type);
            }
            var status = Json.text(condition, "status");
            if (!STATUSES.contains(status)) {
                problems.unsupported(at + ".status", status, STATUSES);
            }
        }
    }
}
