package dev.podproof.reference.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.exchange.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;

/** GET on a collection with {@code watch}: goes on until the caller leaves or the time is over. */
final class WatchObjects implements Verb {

    private final Objects objects;
    private final ScheduledExecutorService timer;

    WatchObjects(Objects objects, ScheduledExecutorService timer) {
        this.objects = objects;
        this.timer = timer;
    }

    @Override
    public CompletionStage<Reply> handle(Call call) {
        var target = call.target();
        var query = call.request().query();
        var selection = Selection.of(target, query);
        var wish = WatchWish.read(query);
        var shelf = objects.shelf(target.kind());
        return CompletableFuture.completedStage(
                new Reply.Stream(sink -> new Watcher(target, selection, wish, shelf, sink, timer).start()));
    }

    /** A frame of a watch's stream. */
    static byte[] frame(String type, byte[] object) {
        var head = ("{\"type\":\"" + type + "\",\"object\":").getBytes(UTF_8);
        var frame = new byte[head.length + object.length + 2];
        System.arraycopy(head, 0, frame, 0, head.length);
        System.arraycopy(object, 0, frame, head.length, object.length);
        frame[frame.length - 2] = '}';
        frame[frame.length - 1] = '\n';
        return frame;
    }

    /** A frame that says up to where the caller has seen everything. */
    static byte[] bookmark(Kind kind, long revision, boolean endOfInitialEvents) {
        var object = Json.object().put("kind", kind.name()).put("apiVersion", kind.apiVersion());
        var metadata = object.putObject("metadata").put("resourceVersion", String.valueOf(revision));
        metadata.putNull("creationTimestamp");
        if (endOfInitialEvents) {
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
        }
        return frame("BOOKMARK", Json.bytes(object));
    }
}
