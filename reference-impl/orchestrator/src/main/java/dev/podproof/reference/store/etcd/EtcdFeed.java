package dev.podproof.reference.store.etcd;

import dev.podproof.reference.store.Feed;
import dev.podproof.reference.store.Store;
import dev.podproof.reference.store.StoreException;
import dev.podproof.reference.store.StoreException.Reason;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch.Watcher;
import io.etcd.jetcd.common.exception.CompactedException;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One watch of everything below the root, from which all of the store's watches are told: its history is etcd's own, as far as
 * it goes, and so outlives the process.
 *
 * <p>Now and then it has etcd forget what is older than that.
 */
final class EtcdFeed implements AutoCloseable {

    static final int HISTORY = 4096;
    private static final Logger LOG = LoggerFactory.getLogger(EtcdFeed.class);

    private final Client client;
    private final Keys keys;
    private final Runnable lost;
    private final NavigableMap<Long, CompletableFuture<Long>> waiting = new TreeMap<>();
    private Feed feed;
    private Watcher watcher;
    private long compacted;
    private volatile long revision;
    private boolean over;

    EtcdFeed(Client client, Keys keys, Runnable lost) {
        this.client = client;
        this.keys = keys;
        this.lost = lost;
    }

    /** Begins with the history. What this process itself writes last is seen last: then the history is complete. */
    void start() {
        var kv = client.getKVClient();
        long newest =
                EtcdStore.await("answer", kv.get(keys.opened())).getHeader().getRevision();
        begin(Math.max(0, newest - HISTORY));
        var opened = kv.put(keys.opened(), ByteSequence.from(new byte[] {'1'}));
        long last = EtcdStore.await("take a write", opened).getHeader().getRevision();
        EtcdStore.await("tell its history", whenTold(last).toCompletableFuture());
    }

    long revision() {
        return revision;
    }

    synchronized Store.Watch watch(String prefix, long after, Store.Listener listener) {
        return feed.watch(prefix, after, listener);
    }

    /** Gives the revision once everybody has been told of everything up to it. */
    synchronized CompletionStage<Long> whenTold(long wanted) {
        if (over) {
            return CompletableFuture.failedStage(closed());
        }
        return wanted <= revision
                ? CompletableFuture.completedStage(wanted)
                : waiting.computeIfAbsent(wanted, unused -> new CompletableFuture<>());
    }

    @Override
    public void close() {
        synchronized (this) {
            over = true;
            waiting.values().forEach(write -> write.completeExceptionally(closed()));
            waiting.clear();
        }
        if (watcher != null) {
            watcher.close();
        }
    }

    private synchronized void begin(long after) {
        feed = new Feed(HISTORY, after);
        compacted = after;
        var option = WatchOption.builder()
                .withRange(keys.endOf("/"))
                .withRevision(after + 1)
                .withRequireLeader(false)
                .build();
        watcher = client.getWatchClient()
                .watch(keys.opened(), option, io.etcd.jetcd.Watch.listener(this::tell, this::failed));
    }

    private synchronized void tell(WatchResponse response) {
        response.getEvents().forEach(this::tell);
        var told = waiting.headMap(revision, true);
        told.forEach((number, write) -> write.complete(number));
        told.clear();
        if (revision - compacted >= 2 * HISTORY) {
            compact(revision - HISTORY);
        }
    }

    private void tell(WatchEvent event) {
        var changed = event.getKeyValue();
        // Before the listeners: one that reads must not find an older revision than it was told.
        revision = changed.getModRevision();
        if (keys.isObject(changed.getKey())) {
            boolean deleted = event.getEventType() == WatchEvent.EventType.DELETE;
            feed.publish(new Store.Change(
                    revision,
                    keys.ours(changed.getKey()),
                    deleted ? null : changed.getValue().getBytes()));
        }
    }

    private void compact(long upTo) {
        compacted = upTo;
        var unused = client.getKVClient().compact(upTo).whenComplete((done, failure) -> {
            if (failure != null) {
                // Another master may have been faster; if nobody is, the next time comes soon.
                LOG.debug("etcd keeps its history before {}: {}", upTo, failure.toString());
            }
        });
    }

    /** The client tries again by itself whatever can be tried again. */
    private void failed(Throwable failure) {
        synchronized (this) {
            if (over) {
                return;
            }
            if (revision == 0 && failure instanceof CompactedException forgotten) {
                begin(forgotten.getCompactedRevision());
                return;
            }
        }
        LOG.error("etcd tells no more changes; what this process knows of the cluster is getting old", failure);
        close();
        lost.run();
    }

    private static StoreException closed() {
        return new StoreException(Reason.UNAVAILABLE, "The store is closed");
    }
}
