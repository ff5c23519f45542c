package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Names;
import dev.podproof.reference.api.Problems;
import java.util.List;
import java.util.Optional;

/** Services. Addresses and node ports are given out by the server's allocators, not here. */
public final class ServiceRules implements Rules {

    @Override
    public void begin(ObjectNode object) {
        object.putObject("status").putObject("loadBalancer");
    }

    @Override
    public Optional<String> nameProblem(String name) {
        return Names.serviceNameProblem(name);
    }

    @Override
    public void validate(ObjectNode object, Problems problems) {
        ServiceValidation.validate(object, problems);
    }

    /** An address, once given, is what clients know: it changes only with the type. */
    @Override
    public void validateChange(ObjectNode old, ObjectNode object, Problems problems) {
        var before = Json.text(old, "spec", "clusterIP");
        var now = Json.text(object, "spec", "clusterIP");
        boolean sameType =
                old.path("spec").path("type").equals(object.path("spec").path("type"));
        if (sameType && !before.isEmpty() && !now.isEmpty() && !before.equals(now)) {
            problems.invalid("spec.clusterIP", now, "field is immutable");
        }
    }

    @Override
    public List<String> selectable() {
        return List.of("spec.clusterIP", "spec.type");
    }

    @Override
    public void defaults(ObjectNode object) {
        var spec = Json.child(object, "spec");
        spec.putIfAbsent("type", spec.textNode("ClusterIP"));
        spec.putIfAbsent("sessionAffinity", spec.textNode("None"));
        for (var item : spec.path("ports")) {
            if (item instanceof ObjectNode port) {
                port.putIfAbsent("protocol", port.textNode("TCP"));
                if (!port.has("targetPort") && port.has("port")) {
                    port.set("targetPort", port.get("port"));
                }
            }
        }
    }
}
