package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Problems;
import java.util.List;

/** What makes the security contexts of pods and containers valid. */
final class SecurityValidation {

    private static final List<String> CHANGE_POLICIES = List.of("Always", "OnRootMismatch");

    private final Problems problems;

    SecurityValidation(Problems problems) {
        this.problems = problems;
    }

    void pod(JsonNode spec, String path) {
        var context = spec.path("securityContext");
        var at = path + ".securityContext";
        for (var field : new String[] {"runAsUser", "runAsGroup", "fsGroup"}) {
            id(context.path(field), at + "." + field);
        }
        int index = 0;
        for (var group : context.path("supplementalGroups")) {
            id(group, at + ".supplementalGroups[" + index++ + "]");
        }
        var policy = context.path("fsGroupChangePolicy");
        if (policy.isTextual() && !CHANGE_POLICIES.contains(policy.asText())) {
            problems.unsupported(at + ".fsGroupChangePolicy", policy.asText(), CHANGE_POLICIES);
        }
        if (spec.path("shareProcessNamespace").asBoolean()
                && spec.path("hostPID").asBoolean()) {
            problems.invalid(
                    path + ".shareProcessNamespace", true, "ShareProcessNamespace and HostPID cannot both be enabled");
        }
    }

    void container(JsonNode context, String at) {
        for (var field : new String[] {"runAsUser", "runAsGroup"}) {
            id(context.path(field), at + "." + field);
        }
        var escalation = context.path("allowPrivilegeEscalation");
        if (escalation.isMissingNode() || escalation.asBoolean()) {
            return;
        }
        if (context.path("privileged").asBoolean()) {
            problems.invalid(at, "", "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
        }
        for (var capability : context.path("capabilities").path("add")) {
            if (List.of("CAP_SYS_ADMIN", "SYS_ADMIN").contains(capability.asText())) {
                problems.invalid(
                        at,
                        Json.text(capability),
                        "cannot set `allowPrivilegeEscalation` to false and add the capability SYS_ADMIN");
            }
        }
    }

    private void id(JsonNode id, String at) {
        if (id.isNumber() && (id.asLong() < 0 || id.asLong() > Integer.MAX_VALUE)) {
            problems.invalid(at, id.asLong(), "must be between 0 and 2147483647, inclusive");
        }
    }
}
