package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.api.Propagation;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.apiserver.Objects.Outcome;
import dev.podproof.reference.apiserver.cache.Entry;
import dev.podproof.reference.apiserver.exchange.Reply;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * DELETE on an object. A pod on a node is only marked: the node ends it and deletes it for good. A namespace stays until it is
 * empty, an object with finalizers until they are gone.
 */
final class Delete implements Verb {

    private static final Set<String> NEEDED_NAMESPACES = Set.of("default", "kube-public", "kube-system");
    private static final Set<String> GC_FINALIZERS =
            Set.of(Propagation.ORPHAN.finalizer(), Propagation.FOREGROUND.finalizer());
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private final Objects objects;
    private final Metadata metadata;

    Delete(Objects objects, Metadata metadata) {
        this.objects = objects;
        this.metadata = metadata;
    }

    @Override
    public CompletionStage<Reply> handle(Call call) {
        var target = call.target();
        return delete(target, DeleteOptions.read(call.request()))
                .thenApply(entry -> Reply.json(200, answer(target, entry)));
    }

    /** Deletes, or begins to; the object as it is afterwards. */
    CompletionStage<Entry> delete(Target target, DeleteOptions options) {
        if (target.kind().resource().equals("namespaces") && NEEDED_NAMESPACES.contains(target.name())) {
            throw new ApiException(
                    Reason.FORBIDDEN,
                    "namespaces \"" + target.name() + "\" is forbidden: this namespace may not be deleted",
                    target.kind().subject(target.name()),
                    List.of());
        }
        return objects.edit(target, options.dryRun(), current -> {
            var document = current.document();
            options.check(target, current, document);
            return outcome(target, document, options);
        });
    }

    private Outcome outcome(Target target, ObjectNode document, DeleteOptions options) {
        long grace = target.kind().resource().equals("pods") ? grace(document, options) : 0;
        var meta = Json.child(document, "metadata");
        boolean keepsFinalizers = !finalizers(target, meta, options);
        if (meta.has("deletionTimestamp")) {
            long before = meta.path("deletionGracePeriodSeconds").asLong();
            if (before <= grace && keepsFinalizers && !Edits.isGone(document)) {
                return new Outcome.Keep();
            }
            if (grace < before) {
                var begun = Instant.parse(Json.text(meta, "deletionTimestamp")).minusSeconds(before);
                meta.put("deletionTimestamp", begun.plusSeconds(grace).toString())
                        .put("deletionGracePeriodSeconds", grace);
            }
        } else {
            meta.put("deletionTimestamp", metadata.in(grace)).put("deletionGracePeriodSeconds", grace);
        }
        if (document.get("status") instanceof ObjectNode status
                && "Namespace".equals(target.kind().name())) {
            status.put("phase", "Terminating");
            meta.remove("deletionGracePeriodSeconds");
        }
        return Edits.isGone(document) ? new Outcome.Remove() : new Outcome.Put(document);
    }

    /** Makes the object wait for the garbage collector, or not, as the caller wishes; whether that changed anything. */
    private static boolean finalizers(Target target, ObjectNode meta, DeleteOptions options) {
        Set<String> before = new LinkedHashSet<>();
        meta.path("finalizers").forEach(finalizer -> before.add(finalizer.asText()));
        Set<String> after = new LinkedHashSet<>(before);
        // Nobody said: whoever asked before, by a finalizer, has decided; else the kind does.
        boolean decided = GC_FINALIZERS.stream().anyMatch(before::contains);
        if (options.propagation().isPresent() || !decided) {
            after.removeAll(GC_FINALIZERS);
            var finalizer = options.propagation()
                    .orElse(target.kind().rules().propagation())
                    .finalizer();
            if (!finalizer.isEmpty()) {
                after.add(finalizer);
            }
        }
        if (after.equals(before)) {
            return false;
        }
        meta.remove("finalizers");
        if (!after.isEmpty()) {
            after.forEach(meta.putArray("finalizers")::add);
        }
        return true;
    }

    private static long grace(ObjectNode pod, DeleteOptions options) {
        boolean nowhere = Json.text(pod, "spec", "nodeName").isEmpty();
        if (nowhere || ENDED.contains(Json.text(pod, "status", "phase"))) {
            return 0;
        }
        long wanted = options.graceSeconds()
                .orElse(pod.path("spec").path("terminationGracePeriodSeconds").asLong());
        // Kubernetes takes a negative period as the shortest one that is not none.
        return wanted < 0 ? 1 : wanted;
    }

    /** Pods and namespaces, which take their time, are shown; of the others it is said that they are gone. */
    private static byte[] answer(Target target, Entry entry) {
        var document = entry.document();
        if (document.path("metadata").has("deletionTimestamp")
                || target.kind().resource().equals("pods")) {
            return entry.json();
        }
        var status = Successes.status(200);
        var details = status.putObject("details").put("name", entry.name());
        if (!target.kind().group().isEmpty()) {
            details.put("group", target.kind().group());
        }
        details.put("kind", target.kind().plural()).put("uid", Json.text(document, "metadata", "uid"));
        return Json.bytes(status);
    }
}
