package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Problems;
import java.util.List;

/** Pods. */
public final class PodRules implements Rules {

    @Override
    public void begin(ObjectNode object) {
        object.putObject("status").put("phase", "Pending");
    }

    @Override
    public void defaults(ObjectNode object) {
        PodDefaults.apply(Json.child(object, "spec"));
        Json.child(object, "status").put("qosClass", QosClass.of(object.get("spec")));
    }

    @Override
    public void validate(ObjectNode object, Problems problems) {
        PodValidation.validate(object.path("spec"), "spec", problems);
    }

    @Override
    public void validateChange(ObjectNode old, ObjectNode object, Problems problems) {
        PodChange.validate(old, object, problems);
    }

    @Override
    public List<String> selectable() {
        return List.of(
                "spec.nodeName",
                "spec.restartPolicy",
                "spec.schedulerName",
                "spec.serviceAccountName",
                "spec.hostNetwork",
                "status.phase",
                "status.podIP",
                "status.nominatedNodeName");
    }
}
