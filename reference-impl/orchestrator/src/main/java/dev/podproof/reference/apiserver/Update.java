package dev.podproof.reference.apiserver;

import dev.podproof.reference.apiserver.exchange.Reply;
import java.util.concurrent.CompletionStage;

/** PUT on an object, or on a part of it that is a subresource. */
final class Update implements Verb {

    private final Objects objects;
    private final Edits edits;

    Update(Objects objects, Edits edits) {
        this.objects = objects;
        this.edits = edits;
    }

    @Override
    public CompletionStage<Reply> handle(Call call) {
        var target = call.target();
        var wanted = Intake.read(target.kind().form(), call.request());
        boolean dryRun = Options.dryRun(call.request());
        return objects.edit(
                        target,
                        dryRun,
                        current -> edits.apply(
                                call.caller(),
                                target,
                                current,
                                unused -> wanted.object().deepCopy(),
                                dryRun))
                .thenApply(entry -> Reply.json(200, entry.json(), wanted.headers()));
    }
}
