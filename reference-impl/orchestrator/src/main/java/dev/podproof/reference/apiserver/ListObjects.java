package dev.podproof.reference.apiserver;

import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.render.Renderings;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** GET on a collection. */
final class ListObjects implements Verb {

    /** Bytes: what a list takes beside its objects. */
    static final int PER_REFERENCE = 16;

    private final Objects objects;
    private final Renderings renderings;

    ListObjects(Objects objects, Renderings renderings) {
        this.objects = objects;
        this.renderings = renderings;
    }

    @Override
    public CompletionStage<Reply> handle(Call call) {
        var target = call.target();
        var query = call.request().query();
        var page = Page.read(objects.shelf(target.kind()), target, Selection.of(target, query), query);
        var rendering = renderings.choose(target.kind().shown(), call.request());
        var listed = rendering.list(page.metadata(), page.entries());
        long references = (long) PER_REFERENCE * page.entries().size();
        return CompletableFuture.completedStage(
                new Reply.Parts(listed.parts(), listed.length(), call.caller().user(), references));
    }
}
