package dev.podproof.reference.apiserver;

import dev.podproof.reference.api.Json;
import dev.podproof.reference.apiserver.cache.Event;
import dev.podproof.reference.apiserver.cache.Shelf;
import dev.podproof.reference.apiserver.exchange.Sink;
import dev.podproof.reference.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * One watch: selects events and hands them to a sink.
 *
 * <p>A watch with a selector shows a view: an object that comes to match is ADDED, one that ceases to match is DELETED.
 */
final class Watcher {

    private static final long BOOKMARK_SECONDS = 60;

    private final Target target;
    private final Selection selection;
    private final WatchWish wish;
    private final Shelf shelf;
    private final Sink sink;
    private final ScheduledExecutorService timer;
    private volatile long seen;

    Watcher(
            Target target,
            Selection selection,
            WatchWish wish,
            Shelf shelf,
            Sink sink,
            ScheduledExecutorService timer) {
        this.target = target;
        this.selection = selection;
        this.wish = wish;
        this.shelf = shelf;
        this.sink = sink;
        this.timer = timer;
    }

    void start() {
        Runnable stop;
        try {
            stop = wish.fromScratch()
                    ? shelf.watchFromNow(target.namespace(), this::beginWith, this::later)
                    : shelf.watch(target.namespace(), wish.after().getAsLong(), this::catchUp, this::later);
        } catch (StoreException gone) {
            var status = Json.bytes(Refusals.status(WatchWish.tooOld(gone.getMessage())));
            sink.sendAll(List.of(WatchObjects.frame("ERROR", status)));
            sink.end();
            return;
        }
        var end = timer.schedule(this::finish, wish.seconds(), TimeUnit.SECONDS);
        ScheduledFuture<?> bookmarks = wish.bookmarks()
                ? timer.scheduleAtFixedRate(this::bookmark, BOOKMARK_SECONDS, BOOKMARK_SECONDS, TimeUnit.SECONDS)
                : null;
        sink.onClosed(() -> {
            stop.run();
            end.cancel(false);
            if (bookmarks != null) {
                bookmarks.cancel(false);
            }
        });
    }

    private void beginWith(Shelf.Listing listing) {
        List<byte[]> frames = new ArrayList<>();
        for (var entry : listing.entries()) {
            if (selection.matches(entry)) {
                frames.add(WatchObjects.frame("ADDED", entry.json()));
            }
        }
        seen = listing.revision();
        if (wish.initialEvents()) {
            frames.add(WatchObjects.bookmark(target.kind(), seen, true));
        }
        sink.sendAll(frames);
    }

    private void catchUp(List<Event> events) {
        List<byte[]> frames = new ArrayList<>();
        seen = wish.after().getAsLong();
        for (var event : events) {
            var frame = select(event);
            if (frame != null) {
                frames.add(frame);
            }
        }
        sink.sendAll(frames);
        if (!events.isEmpty()) {
            seen = events.get(events.size() - 1).revision();
        }
    }

    private void later(Event event) {
        var frame = select(event);
        if (frame != null) {
            sink.send(frame);
        }
        // Only now: a bookmark must never overtake the event that it covers.
        seen = event.revision();
    }

    private byte[] select(Event event) {
        boolean did = event.previous() != null && selection.matches(event.previous());
        boolean does = !event.deleted() && selection.matches(event.entry());
        if (did && does) {
            return WatchObjects.frame("MODIFIED", event.entry().json());
        }
        if (does) {
            return WatchObjects.frame("ADDED", event.entry().json());
        }
        return did ? WatchObjects.frame("DELETED", event.entry().json()) : null;
    }

    private void bookmark() {
        sink.send(WatchObjects.bookmark(target.kind(), seen, false));
    }

    private void finish() {
        if (wish.bookmarks()) {
            bookmark();
        }
        sink.end();
    }
}
