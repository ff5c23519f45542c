package dev.podproof.reference.apiserver;

import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.render.Renderings;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** GET on an object. */
final class Get implements Verb {

    private final Objects objects;
    private final Renderings renderings;

    Get(Objects objects, Renderings renderings) {
        this.objects = objects;
        this.renderings = renderings;
    }

    @Override
    public CompletionStage<Reply> handle(Call call) {
        var target = call.target();
        var entry = objects.get(target);
        var rendering = renderings.choose(target.kind().shown(), call.request());
        var text = rendering.object(entry);
        boolean isShared = text == entry.json();
        return CompletableFuture.completedStage(new Reply.Parts(
                List.of(text).iterator(), text.length, call.caller().user(), isShared ? 0 : text.length));
    }
}
