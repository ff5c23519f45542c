package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import java.util.List;

/** Replication controllers. */
public final class ReplicationControllerRules implements Rules {

    @Override
    public void begin(ObjectNode object) {
        object.putObject("status").put("replicas", 0);
        Json.child(object, "metadata").put("generation", 1);
    }

    @Override
    public List<String> selectable() {
        return List.of("status.replicas");
    }

    @Override
    public void defaults(ObjectNode object) {
        var spec = Json.child(object, "spec");
        spec.putIfAbsent("replicas", spec.numberNode(1));
        var labels = spec.path("template").path("metadata").path("labels");
        if (labels instanceof ObjectNode template) {
            if (spec.path("selector").isEmpty()) {
                spec.set("selector", template.deepCopy());
            }
            if (object.path("metadata").path("labels").isEmpty()) {
                Json.child(object, "metadata").set("labels", template.deepCopy());
            }
        }
        if (spec.get("template") instanceof ObjectNode template) {
            PodDefaults.apply(Json.child(template, "spec"));
        }
    }
}
