package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Problems;
import java.util.List;

/** Pods. */
public final class PodRules implements Rules {
    private static final int TOLERATION_SECONDS = 300;

    @Override
    public void begin(ObjectNode object) {
        object.putObject("status").put("phase", "Pending");
    }

    @Override
    public void defaults(ObjectNode object) {
        PodDefaults.pod(Json.child(object, "spec"));
        tolerate(Json.child(object, "spec"), "node.kubernetes.io/not-ready");
        tolerate(Json.child(object, "spec"), "node.kubernetes.io/unreachable");
    }

    /** A pod's address is the first of its addresses: clients write and read either field. */
    @Override
    public void canonicalize(ObjectNode object) {
        var status = Json.child(object, "status");
        status.put("qosClass", QosClass.of(object.path("spec")));
        var address = Json.text(status, "podIP");
        var first = Json.text(status.path("podIPs").path(0), "ip");
        if (address.isEmpty() && !first.isEmpty()) {
            status.put("podIP", first);
        } else if (!address.equals(first)) {
            status.putArray("podIPs").addObject().put("ip", address);
        }
    }

    /** A pod that says nothing else stays for a while on a host that is not heard of. */
    private static void tolerate(ObjectNode spec, String taint) {
        for (var toleration : spec.path("tolerations")) {
            var key = Json.text(toleration, "key");
            var effect = Json.text(toleration, "effect");
            if ((key.isEmpty() || key.equals(taint)) && (effect.isEmpty() || effect.equals("NoExecute"))) {
                return;
            }
        }
        spec.withArray("tolerations")
                .addObject()
                .put("key", taint)
                .put("operator", "Exists")
                .put("effect", "NoExecute")
                .put("tolerationSeconds", TOLERATION_SECONDS);
    }

    @Override
    public void validate(ObjectNode object, Problems problems) {
        PodValidation.validate(object.path("spec"), "spec", problems);
    }

    @Override
    public void validateStatus(JsonNode old, JsonNode status, Problems problems) {
        PodStatusValidation.validate(old, status, problems);
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
