package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Problems;
import java.util.List;

/** Events. */
public final class EventRules implements Rules {

    @Override
    public void validate(ObjectNode object, Problems problems) {
        var about = Json.text(object, "involvedObject", "namespace");
        var namespace = Json.text(object, "metadata", "namespace");
        // An event about something of the cluster has no namespace of its own to go to.
        if (!about.equals(namespace) && !(about.isEmpty() && namespace.equals("default"))) {
            problems.invalid("involvedObject.namespace", about, "does not match event.namespace");
        }
    }

    @Override
    public List<String> selectable() {
        return List.of(
                "involvedObject.kind",
                "involvedObject.namespace",
                "involvedObject.name",
                "involvedObject.uid",
                "involvedObject.apiVersion",
                "involvedObject.resourceVersion",
                "involvedObject.fieldPath",
                "reason",
                "reportingComponent",
                "source",
                "type");
    }
}
