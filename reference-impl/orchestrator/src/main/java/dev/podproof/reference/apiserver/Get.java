package dev.podproof.reference.apiserver;

import dev.podproof.reference.apiserver.exchange.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** GET on an object. */
final class Get implements Verb {

    private final Objects objects;

    Get(Objects objects) {
        this.objects = objects;
    }

    @Override
    public CompletionStage<Reply> handle(Call call) {
        var entry = objects.get(call.target());
        return CompletableFuture.completedStage(Reply.json(200, entry.json()));
    }
}
