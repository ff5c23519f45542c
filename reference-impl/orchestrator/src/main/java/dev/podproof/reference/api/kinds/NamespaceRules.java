package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Names;
import java.util.List;
import java.util.Optional;

/** Namespaces: their finalizer keeps them until they are empty. */
public final class NamespaceRules implements Rules {

    /** Set on every new namespace, taken away through /finalize by whoever has emptied it. */
    public static final String FINALIZER = "kubernetes";

    @Override
    public void begin(ObjectNode object) {
        object.putObject("status").put("phase", "Active");
        Json.child(object, "spec").putArray("finalizers").add(FINALIZER);
    }

    /** Finalizers are taken away through /finalize only. */
    @Override
    public void change(ObjectNode old, ObjectNode object) {
        Json.child(object, "spec").set("finalizers", old.path("spec").path("finalizers"));
    }

    @Override
    public void defaults(ObjectNode object) {
        var metadata = Json.child(object, "metadata");
        Json.child(metadata, "labels").put("kubernetes.io/metadata.name", Json.text(metadata, "name"));
    }

    @Override
    public Optional<String> nameProblem(String name) {
        return Names.labelProblem(name);
    }

    @Override
    public List<String> selectable() {
        return List.of("status.phase");
    }
}
