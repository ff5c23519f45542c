package dev.podproof.reference.apiserver;

import dev.podproof.reference.apiserver.exchange.Budget;
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
    private final Budget watches;
    private final Map<String, Set<Sink>> open = new ConcurrentHashMap<>();

    /** @param watches how many may be open */
    WatchObjects(Objects objects, Renderings renderings, ScheduledExecutorService timer, Budget watches) {
        this.objects = objects;
        this.renderings = renderings;
        this.timer = timer;
        this.watches = watches;
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
        var caller = call.caller().user();
        var mine = watches.take(caller, 1);
        var stream = new Reply.Stream(caller, sink -> {
            var sinks = open.computeIfAbsent(caller, unused -> ConcurrentHashMap.newKeySet());
            sinks.add(sink);
            sink.onClosed(() -> sinks.remove(sink));
            new Watcher(target.namespace(), selection, wish, shelf, rendering, sink, timer).start();
        });
        return CompletableFuture.completedStage(new Reply.Held(stream, mine::close));
    }
}
