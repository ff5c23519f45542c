package dev.podproof.reference.api.kinds;

import java.util.List;

/** Events. */
public final class EventRules implements Rules {

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
