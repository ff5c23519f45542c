package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Problems;
import dev.podproof.reference.apiserver.Objects.Outcome;
import dev.podproof.reference.apiserver.exchange.Reply;
import java.util.concurrent.CompletionStage;

/** POST of a Binding: puts a pod on a node, once. */
final class Bind implements Verb {

    private static final int CREATED = 201;

    private final Objects objects;
    private final Kinds kinds;
    private final Metadata metadata;

    Bind(Objects objects, Kinds kinds, Metadata metadata) {
        this.objects = objects;
        this.kinds = kinds;
        this.metadata = metadata;
    }

    @Override
    public CompletionStage<Reply> handle(Call call) {
        var binding =
                Intake.read(kinds.named("bindings").form(), call.request()).object();
        var pod = pod(call.target(), binding);
        var node = node(binding, pod.name());
        return objects.edit(pod, Options.dryRun(call.request()), current -> {
                    var document = current.document();
                    bind(pod, document, binding, node);
                    return new Outcome.Put(document);
                })
                .thenApply(unused -> Reply.json(CREATED, Json.bytes(Successes.status(CREATED))));
    }

    /** The pod that is meant, whether the binding was sent to it or to the namespace's bindings. */
    private Target pod(Target target, ObjectNode binding) {
        var name = Json.text(binding, "metadata", "name");
        if (!target.name().isEmpty() && !name.isEmpty() && !target.name().equals(name)) {
            throw ApiException.badRequest("name in URL does not match name in Binding object");
        }
        var meant = target.name().isEmpty() ? name : target.name();
        if (meant.isEmpty()) {
            throw ApiException.badRequest("a Binding needs metadata.name, the pod's name");
        }
        return new Target(kinds.named("pods"), target.namespace(), meant, "");
    }

    private static String node(ObjectNode binding, String pod) {
        var problems = new Problems();
        var kind = Json.text(binding, "target", "kind");
        if (!kind.isEmpty() && !kind.equals("Node")) {
            problems.unsupported("target.kind", kind, java.util.List.of("Node", "<empty>"));
        }
        var node = Json.text(binding, "target", "name");
        if (node.isEmpty()) {
            problems.required("target.name", "");
        }
        problems.throwIfAny(new ApiException.Subject("", "Binding", pod));
        return node;
    }

    private void bind(Target target, ObjectNode pod, ObjectNode binding, String node) {
        var uid = Json.text(binding, "metadata", "uid");
        if (!uid.isEmpty() && !uid.equals(Json.text(pod, "metadata", "uid"))) {
            throw Objects.conflict(target, "the pod is not the one that the binding's uid means");
        }
        if (pod.path("metadata").has("deletionTimestamp")) {
            throw Objects.conflict(target, "pod " + target.name() + " is being deleted, cannot be assigned to a host");
        }
        var spec = Json.child(pod, "spec");
        var already = Json.text(spec, "nodeName");
        if (!already.isEmpty()) {
            throw Objects.conflict(target, "pod " + target.name() + " is already assigned to node \"" + already + "\"");
        }
        spec.put("nodeName", node);
        if (binding.path("metadata").path("annotations") instanceof ObjectNode annotations && !annotations.isEmpty()) {
            Json.child(Json.child(pod, "metadata"), "annotations").setAll(annotations);
        }
        scheduled(Json.child(pod, "status"));
    }

    private void scheduled(ObjectNode status) {
        var conditions = Json.array();
        status.path("conditions").forEach(condition -> {
            if (!Json.text(condition, "type").equals("PodScheduled")) {
                conditions.add(condition);
            }
        });
        conditions
                .addObject()
                .put("type", "PodScheduled")
                .put("status", "True")
                .putNull("lastProbeTime")
                .put("lastTransitionTime", metadata.now());
        status.set("conditions", conditions);
    }
}
