package dev.podproof.reference.apiserver;

import dev.podproof.reference.apiserver.exchange.Reply;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/** PATCH on an object or a subresource, in the form that the content type names. */
final class PatchObject implements Verb {

    private final Objects objects;
    private final Edits edits;

    PatchObject(Objects objects, Edits edits) {
        this.objects = objects;
        this.edits = edits;
    }

    @Override
    public CompletionStage<Reply> handle(Call call) {
        var target = call.target();
        var patch = Patches.read(call.request());
        boolean dryRun = Options.dryRun(call.request());
        var warnings = new AtomicReference<Map<String, String>>(Map.of());
        return objects.edit(
                        target,
                        dryRun,
                        current -> edits.apply(
                                call.caller(),
                                target,
                                current,
                                document -> {
                                    var form = target.kind().form();
                                    var taken = Intake.conform(form, patch.apply(document), call.request());
                                    warnings.set(
                                            taken.idle().isEmpty()
                                                    ? taken.headers()
                                                    : taken.headers(Intake.idle(form, current.document())));
                                    return taken.object();
                                },
                                dryRun))
                .thenApply(entry -> Reply.json(200, entry.json(), warnings.get()));
    }
}
