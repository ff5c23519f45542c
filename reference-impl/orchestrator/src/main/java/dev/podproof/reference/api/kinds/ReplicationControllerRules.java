package dev.podproof.reference.api.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.LabelSelector;
import dev.podproof.reference.api.Names;
import dev.podproof.reference.api.Problems;
import dev.podproof.reference.api.Propagation;
import java.util.List;

/** Replication controllers. */
public final class ReplicationControllerRules implements Rules {

    @Override
    public void begin(ObjectNode object) {
        object.putObject("status").put("replicas", 0);
        Json.child(object, "metadata").put("generation", 1);
    }

    @Override
    public void validate(ObjectNode object, Problems problems) {
        var spec = object.path("spec");
        if (spec.path("replicas").asInt() < 0) {
            problems.invalid("spec.replicas", spec.path("replicas").asInt(), "must be greater than or equal to 0");
        }
        if (spec.path("minReadySeconds").asInt() < 0) {
            problems.invalid(
                    "spec.minReadySeconds", spec.path("minReadySeconds").asInt(), "must be greater than or equal to 0");
        }
        if (spec.path("selector").isEmpty()) {
            problems.required("spec.selector", "");
        }
        var template = spec.path("template");
        if (template.isMissingNode()) {
            problems.required("spec.template", "");
            return;
        }
        var labels = template.path("metadata").path("labels");
        if (!LabelSelector.of(Json.strings(spec.path("selector"))).matches(Json.strings(labels))) {
            problems.invalid("spec.template.metadata.labels", labels, "`selector` does not match template `labels`");
        }
        Json.strings(labels).forEach((key, value) -> {
            problems.invalid("spec.template.labels", key, Names.labelKeyProblem(key));
            problems.invalid("spec.template.labels", value, Names.labelValueProblem(value));
        });
        PodValidation.validate(template.path("spec"), "spec.template.spec", problems);
        var restart = Json.text(template, "spec", "restartPolicy");
        if (!restart.equals("Always")) {
            problems.unsupported("spec.template.spec.restartPolicy", restart, List.of("Always"));
        }
        if (template.path("spec").has("activeDeadlineSeconds")) {
            problems.forbidden(
                    "spec.template.spec.activeDeadlineSeconds",
                    "activeDeadlineSeconds in ReplicationController is not Supported");
        }
    }

    /** As it was before there was a garbage collector: pods outlive their controller unless its deleter wants otherwise. */
    @Override
    public Propagation propagation() {
        return Propagation.ORPHAN;
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
            PodDefaults.template(Json.child(template, "spec"));
        }
    }
}
