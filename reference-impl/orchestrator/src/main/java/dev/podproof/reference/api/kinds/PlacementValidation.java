package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Names;
import dev.podproof.reference.api.Problems;
import java.util.List;

/** What makes a pod's wishes about its host valid: node selector, node affinity, tolerations. */
final class PlacementValidation {

    private static final List<String> OPERATORS = List.of("DoesNotExist", "Exists", "Gt", "In", "Lt", "NotIn");
    private static final List<String> EFFECTS = List.of("NoExecute", "NoSchedule", "PreferNoSchedule");
    private static final int MAX_WEIGHT = 100;

    private final Problems problems;

    PlacementValidation(Problems problems) {
        this.problems = problems;
    }

    void run(JsonNode spec, String path) {
        Json.strings(spec.path("nodeSelector")).forEach((key, value) -> {
            problems.invalid(path + ".nodeSelector", key, Names.labelKeyProblem(key));
            problems.invalid(path + ".nodeSelector", value, Names.labelValueProblem(value));
        });
        affinity(spec.path("affinity").path("nodeAffinity"), path + ".affinity.nodeAffinity");
        int index = 0;
        for (var toleration : spec.path("tolerations")) {
            toleration(toleration, path + ".tolerations[" + index++ + "]");
        }
    }

    private void affinity(JsonNode affinity, String path) {
        var required = affinity.path("requiredDuringSchedulingIgnoredDuringExecution");
        if (required.isObject()) {
            var at = path + ".requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";
            if (required.path("nodeSelectorTerms").isEmpty()) {
                problems.required(at, "must have at least one node selector term");
            }
            int index = 0;
            for (var term : required.path("nodeSelectorTerms")) {
                term(term, at + "[" + index++ + "]");
            }
        }
        int index = 0;
        for (var preferred : affinity.path("preferredDuringSchedulingIgnoredDuringExecution")) {
            var at = path + ".preferredDuringSchedulingIgnoredDuringExecution[" + index++ + "]";
            int weight = preferred.path("weight").asInt();
            if (weight < 1 || weight > MAX_WEIGHT) {
                problems.invalid(at + ".weight", weight, "must be in the range 1-" + MAX_WEIGHT);
            }
            term(preferred.path("preference"), at + ".preference");
        }
    }

    private void term(JsonNode term, String path) {
        int index = 0;
        for (var expression : term.path("matchExpressions")) {
            var at = path + ".matchExpressions[" + index++ + "]";
            expression(expression, at);
            var key = Json.text(expression, "key");
            problems.invalid(at + ".key", key, Names.labelKeyProblem(key));
        }
        index = 0;
        for (var expression : term.path("matchFields")) {
            var at = path + ".matchFields[" + index++ + "]";
            if (!Json.text(expression, "key").equals("metadata.name")) {
                problems.invalid(at + ".key", Json.text(expression, "key"), "not a valid field selector key");
            }
            if (!List.of("In", "NotIn").contains(Json.text(expression, "operator"))) {
                problems.unsupported(at + ".operator", Json.text(expression, "operator"), List.of("In", "NotIn"));
            }
            if (expression.path("values").size() != 1) {
                problems.required(at + ".values", "must be only one value when `operator` is 'In' or 'NotIn'");
            }
        }
    }

    private void expression(JsonNode expression, String at) {
        var operator = Json.text(expression, "operator");
        var values = expression.path("values");
        switch (operator) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    problems.required(at + ".values", "must be specified when `operator` is 'In' or 'NotIn'");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    problems.forbidden(
                            at + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
            }
            case "Gt", "Lt" -> {
                if (values.size() != 1) {
                    problems.required(at + ".values", "must be specified single value when `operator` is 'Lt' or 'Gt'");
                }
            }
            default -> problems.unsupported(at + ".operator", operator, OPERATORS);
        }
    }

    private void toleration(JsonNode toleration, String at) {
        var key = Json.text(toleration, "key");
        var operator = Json.text(toleration, "operator");
        var effect = Json.text(toleration, "effect");
        if (!key.isEmpty()) {
            problems.invalid(at + ".key", key, Names.labelKeyProblem(key));
        } else if (!operator.equals("Exists")) {
            problems.invalid(
                    at + ".operator",
                    operator,
                    "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
        }
        if (toleration.has("tolerationSeconds") && !effect.equals("NoExecute")) {
            problems.invalid(at + ".effect", effect, "effect must be 'NoExecute' when `tolerationSeconds` is set");
        }
        switch (operator) {
            case "", "Equal" ->
                problems.invalid(
                        at + ".operator",
                        Json.text(toleration, "value"),
                        Names.labelValueProblem(Json.text(toleration, "value")));
            case "Exists" -> {
                if (!Json.text(toleration, "value").isEmpty()) {
                    problems.invalid(
                            at + ".operator",
                            Json.text(toleration, "value"),
                            "value must be empty when `operator` is 'Exists'");
                }
            }
            default -> problems.unsupported(at + ".operator", operator, List.of("Equal", "Exists"));
        }
        if (!effect.isEmpty() && !EFFECTS.contains(effect)) {
            problems.unsupported(at + ".effect", effect, EFFECTS);
        }
    }
}
