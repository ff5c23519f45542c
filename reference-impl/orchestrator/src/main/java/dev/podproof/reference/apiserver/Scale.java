package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Problems;
import dev.podproof.reference.apiserver.Objects.Outcome;
import dev.podproof.reference.apiserver.cache.Entry;
import dev.podproof.reference.apiserver.exchange.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/** GET, PUT and PATCH of a controller's scale: how many replicas it wants and has, and nothing else of it. */
final class Scale implements Verb {

    private static final String API_VERSION = "autoscaling/v1";
    private static final String KIND = "Scale";

    private static final Form FORM =
            new Form(API_VERSION, KIND, io.fabric8.kubernetes.api.model.autoscaling.v1.Scale.class);

    private final Objects objects;

    Scale(Objects objects) {
        this.objects = objects;
    }

    @Override
    public CompletionStage<Reply> handle(Call call) {
        var request = call.request();
        return switch (request.method()) {
            case "PUT" -> {
                var wanted = Intake.read(FORM, request).object();
                yield change(call, unused -> wanted);
            }
            case "PATCH" -> change(call, Patches.read(request));
            default -> CompletableFuture.completedStage(reply(objects.get(call.target())));
        };
    }

    private CompletionStage<Reply> change(Call call, Function<ObjectNode, ObjectNode> wanted) {
        var target = call.target();
        boolean dryRun = Options.dryRun(call.request());
        return objects.edit(target, dryRun, current -> {
                    var document = current.document();
                    var scale = wanted.apply(of(current.document()));
                    Intake.conform(FORM, scale, call.request());
                    Bodies.named(scale, API_VERSION, KIND);
                    Edits.requireRevision(target, current, scale);
                    int replicas = replicas(target, scale);
                    if (document.path("spec").path("replicas").asInt() == replicas) {
                        return new Outcome.Keep();
                    }
                    Json.child(document, "spec").put("replicas", replicas);
                    Edits.countGeneration(document);
                    return new Outcome.Put(document);
                })
                .thenApply(Scale::reply);
    }

    private static int replicas(Target target, ObjectNode scale) {
        int replicas = Json.at(scale, "spec", "replicas").asInt();
        if (replicas < 0) {
            var problems = new Problems();
            problems.invalid("spec.replicas", replicas, "must be greater than or equal to 0");
            problems.throwIfAny(new ApiException.Subject("autoscaling", KIND, target.name()));
        }
        return replicas;
    }

    private static Reply reply(Entry entry) {
        return Reply.json(200, Json.bytes(of(entry.document())));
    }

    private static ObjectNode of(ObjectNode controller) {
        var scale = Json.object().put("kind", KIND).put("apiVersion", API_VERSION);
        var metadata = scale.putObject("metadata");
        for (var field : new String[] {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"}) {
            metadata.set(field, controller.path("metadata").get(field));
        }
        scale.putObject("spec")
                .put("replicas", controller.path("spec").path("replicas").asInt());
        var selector = Json.strings(controller.path("spec").path("selector")).entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
        scale.putObject("status")
                .put("replicas", controller.path("status").path("replicas").asInt())
                .put("selector", selector);
        return scale;
    }
}
