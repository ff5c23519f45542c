package dev.podproof.reference.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podproof.reference.api.ApiException;
import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.cache.Event;
import dev.podproof.reference.apiserver.cache.Interest;
import dev.podproof.reference.apiserver.cache.Shelf;
import dev.podproof.reference.apiserver.exchange.Sink;
import dev.podproof.reference.apiserver.exchange.Sink.Frame;
import dev.podproof.reference.apiserver.render.Rendering;
import dev.podproof.reference.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One watch: selects events and hands them to a sink.
 *
 * <p>A watch with a selector shows a view: an object that comes to match is ADDED, one that ceases to match is DELETED.
 */
final class Watcher {

    private static final long BOOKMARK_SECONDS = 60;

    private final Interest interest;
    private final Selection selection;
    private final WatchWish wish;
    private final Shelf shelf;
    private final Rendering rendering;
    private final Sink sink;
    private final ScheduledExecutorService timer;
    private volatile long seen;

    Watcher(
            String namespace,
            Selection selection,
            WatchWish wish,
            Shelf shelf,
            Rendering rendering,
            Sink sink,
            ScheduledExecutorService timer) {
        this.interest = selection.interest(namespace);
        this.selection = selection;
        this.wish = wish;
        this.shelf = shelf;
        this.rendering = rendering;
        this.sink = sink;
        this.timer = timer;
    }

    void start() {
        Runnable stop;
        try {
            stop = wish.fromScratch()
                    ? shelf.watchFromNow(interest, this::beginWith, this::later)
                    : shelf.watch(interest, wish.after().getAsLong(), this::catchUp, this::later);
        } catch (StoreException gone) {
            refuse(WatchWish.tooOld(gone.getMessage()));
            return;
        } catch (ApiException noRoom) {
            refuse(noRoom);
            return;
        }
        var end = timer.schedule(this::finish, wish.seconds(), TimeUnit.SECONDS);
        Optional<ScheduledFuture<?>> bookmarks = wish.bookmarks()
                ? Optional.of(
                        timer.scheduleAtFixedRate(this::bookmark, BOOKMARK_SECONDS, BOOKMARK_SECONDS, TimeUnit.SECONDS))
                : Optional.empty();
        sink.onClosed(() -> {
            stop.run();
            end.cancel(false);
            bookmarks.ifPresent(timed -> timed.cancel(false));
        });
    }

    private void beginWith(Shelf.Listing listing) {
        seen = listing.revision();
        Stream<Frame> present =
                listing.entries().stream().filter(selection::matches).map(entry -> () -> rendering.present(entry));
        Stream<Frame> end = Stream.empty();
        if (wish.initialEvents()) {
            var metadata = revision();
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
            end = Stream.of(() -> List.of(rendering.bookmark(metadata)));
        }
        sink.begin(
                Stream.concat(present, end).iterator(),
                (long) ListObjects.PER_REFERENCE * listing.entries().size());
    }

    private void catchUp(List<Event> events) {
        seen = events.isEmpty()
                ? wish.after().getAsLong()
                : events.get(events.size() - 1).revision();
        Stream<Frame> frames = events.stream()
                .flatMap(event -> select(event).stream().map(type -> () -> rendering.event(type, event)));
        sink.begin(frames.iterator(), (long) ListObjects.PER_REFERENCE * events.size());
    }

    private void later(Event event) {
        select(event).ifPresent(type -> sink.send(() -> rendering.event(type, event)));
        // Only now: a bookmark must never overtake the event that it covers.
        seen = event.revision();
    }

    private void refuse(ApiException refusal) {
        var line = Event.frame("ERROR", Json.bytes(Refusals.status(refusal)));
        sink.send(() -> List.of(line));
        sink.end();
    }

    private Optional<Event.Type> select(Event event) {
        boolean did = event.previous() != null && selection.matches(event.previous());
        boolean does = !event.deleted() && selection.matches(event.entry());
        if (does) {
            return Optional.of(did ? Event.Type.MODIFIED : Event.Type.ADDED);
        }
        return did ? Optional.of(Event.Type.DELETED) : Optional.empty();
    }

    private ObjectNode revision() {
        return Json.object().put("resourceVersion", String.valueOf(seen)).putNull("creationTimestamp");
    }

    private void bookmark() {
        var metadata = revision();
        sink.send(() -> List.of(rendering.bookmark(metadata)));
    }

    private void finish() {
        if (wish.bookmarks()) {
            bookmark();
        }
        sink.end();
    }
}
