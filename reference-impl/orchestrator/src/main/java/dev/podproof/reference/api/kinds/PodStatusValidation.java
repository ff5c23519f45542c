package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.podproof.reference.api.Addresses;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Names;
import dev.podproof.reference.api.Problems;
import java.util.List;

/** What makes a pod's status valid: endpoints, names and the API server's own way to the pod are made of it. */
final class PodStatusValidation {

    private static final List<String> PHASES = List.of("Pending", "Running", "Succeeded", "Failed", "Unknown");
    private static final int MOST_ADDRESSES = 2;

    private final JsonNode old;
    private final JsonNode status;
    private final Problems problems;

    private PodStatusValidation(JsonNode old, JsonNode status, Problems problems) {
        this.old = old;
        this.status = status;
        this.problems = problems;
    }

    static void validate(JsonNode old, JsonNode status, Problems problems) {
        var validation = new PodStatusValidation(old, status, problems);
        var phase = Json.text(status, "phase");
        if (validation.isNew("phase") && !phase.isEmpty() && !PHASES.contains(phase)) {
            problems.unsupported("status.phase", phase, PHASES);
        }
        validation.address("podIP");
        validation.addresses("podIPs");
        validation.address("hostIP");
        validation.addresses("hostIPs");
        if (validation.isNew("conditions")) {
            ConditionsValidation.validate(status.path("conditions"), "status.conditions", problems);
        }
        for (var list : new String[] {"initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses"}) {
            validation.containers(list);
        }
    }

    private boolean isNew(String field) {
        return !status.path(field).equals(old.path(field));
    }

    private void address(String field) {
        var address = Json.text(status, field);
        if (isNew(field) && !address.isEmpty()) {
            problems.invalid("status." + field, address, Addresses.problem(address));
        }
    }

    private void addresses(String all) {
        var addresses = status.path(all);
        if (!isNew(all)) {
            return;
        }
        if (addresses.size() > MOST_ADDRESSES) {
            problems.invalid("status." + all, addresses.size(), "may specify no more than one address for each family");
            return;
        }
        int index = 0;
        for (var item : addresses) {
            var address = Json.text(item, "ip");
            problems.invalid("status." + all + "[" + index++ + "].ip", address, Addresses.problem(address));
        }
    }

    private void containers(String list) {
        if (!isNew(list)) {
            return;
        }
        int index = 0;
        for (var container : status.path(list)) {
            var at = "status." + list + "[" + index++ + "]";
            var name = Json.text(container, "name");
            problems.invalid(at + ".name", name, Names.labelProblem(name));
            if (container.path("restartCount").asInt() < 0) {
                problems.invalid(
                        at + ".restartCount",
                        container.path("restartCount").asInt(),
                        "must be greater than or equal to 0");
            }
        }
    }
}
