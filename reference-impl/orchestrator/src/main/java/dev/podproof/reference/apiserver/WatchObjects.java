package dev.podproof.reference.apiserver;

import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Reason;
import dev.podproof.reference.apiserver.exchange.Reply;
import dev.podproof.reference.apiserver.exchange.Sink;
import dev.podproof.reference.apiserver.render.Renderings;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;

/** GET on a collection with {@code watch}: goes on until the caller leaves or the time is over. */
final class WatchObjects implements Verb {

    private final Objects objects;
    private final Renderings renderings;
    private final ScheduledExecutorService timer;
    private final int limit;
    private final Map<String, Set<Sink>> open = new ConcurrentHashMap<>();

    /** @param limit how many watches a user may have open */
    WatchObjects(Objects objects, Renderings renderings, ScheduledExecutorService timer, int limit) {
        this.objects = objects;
        this.renderings = renderings;
        this.timer = timer;
        this.limit = limit;
    }

    /** Ends what a user watches, who may no longer. */
    void end(String user) {
        open.getOrDefault(user, Set.of()).forEach(Sink::end);
    }

    @Override
    public CompletionStage<Reply> handle(Call call) {
        var target = call.target();
        var query = call.request().query();
        var selection = Selection.of(target, query);
        var wish = WatchWish.read(query);
        var shelf = objects.shelf(target.kind());
        var rendering = renderings.choose(target.kind().shown(), call.request());
        var mine = open.computeIfAbsent(call.caller().user(), unused -> ConcurrentHashMap.newKeySet());
        if (mine.size() >= limit) {
            throw new ApiException(
                    Reason.TOO_MANY_REQUESTS,
                    "too many watches: " + call.caller().user() + " has " + limit
                            + " open, which is the limit; close some and try again");
        }
        return CompletableFuture.completedStage(new Reply.Stream(sink -> {
            mine.add(sink);
            sink.onClosed(() -> mine.remove(sink));
            new Watcher(target.namespace(), selection, wish, shelf, rendering, sink, timer).start();
        }));
    }
}
