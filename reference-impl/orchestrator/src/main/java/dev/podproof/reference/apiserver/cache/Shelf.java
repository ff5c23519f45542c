package dev.podproof.reference.apiserver.cache;

import dev.podproof.reference.store.History;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * All objects of one kind, with their recent history and whoever watches them.
 *
 * <p>Single objects are read without a lock. Lists and watches take a lock for as long as it takes to copy references, so that
 * each sees one revision. Whoever watches is told of what may concern it only, whatever else is going on.
 */
public final class Shelf {

    private static final int HISTORY = 4096;

    /** Objects in the order of their keys, as they were at a revision. */
    public record Listing(long revision, List<Entry> entries) {}

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final ConcurrentSkipListMap<String, Entry> entries = new ConcurrentSkipListMap<>();
    private final Watchers watchers = new Watchers();
    private final History<Event> history;
    private final LongSupplier newest;
    private long lastChange;

    private final AtomicLong bytes = new AtomicLong();

    private volatile long remembered;

    /**
     * @param room how many bytes of changes it may remember
     * @param newest the newest revision that the cache has seen
     */
    Shelf(long revision, long room, LongSupplier newest) {
        this.history = new History<>(HISTORY, room, revision);
        this.newest = newest;
    }

    /** Puts an object on the shelf that was there before the cache was. */
    void load(Entry entry) {
        entries.put(entry.key(), entry);
        bytes.addAndGet(entry.bytes());
    }

    /** Applies a change: a null value is a deletion. What was there before, null if nothing was. */
    Entry apply(String key, long revision, byte[] value) {
        lock.writeLock().lock();
        try {
            Event event;
            var previous = entries.get(key);
            if (value == null && previous == null) {
                return null;
            }
            if (value != null) {
                var entry = new Entry(key, revision, value);
                entries.put(key, entry);
                event = new Event(entry, previous, false);
            } else {
                entries.remove(key);
                event = new Event(previous.at(revision), previous, true);
            }
            history.add(revision, event, event.bytes());
            remembered = history.bytes();
            bytes.addAndGet((value == null ? 0 : event.entry().bytes()) - (previous == null ? 0 : previous.bytes()));
            lastChange = revision;
            watchers.tell(event);
            return previous;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** How many bytes its objects take up. */
    public long bytes() {
        return bytes.get();
    }

    /** How many bytes of changes it remembers. */
    long remembered() {
        return remembered;
    }

    void forgetOldest() {
        lock.writeLock().lock();
        try {
            history.forgetOldest();
            remembered = history.bytes();
        } finally {
            lock.writeLock().unlock();
        }
    }

    public Optional<Entry> get(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** Everything in a namespace, or everything if it is empty. */
    public Listing list(String namespace) {
        lock.readLock().lock();
        try {
            return new Listing(revision(), new ArrayList<>(range(namespace).values()));
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * What {@link #list} gave at an older revision, by taking back what happened since.
     *
     * @throws dev.podproof.reference.store.StoreException GONE if that is too long ago
     */
    public Listing listAt(String namespace, long revision) {
        lock.readLock().lock();
        try {
            var since = history.after(revision);
            var state = new TreeMap<>(range(namespace));
            for (int i = since.size() - 1; i >= 0; i--) {
                var event = since.get(i);
                if (!namespace.isEmpty() && !namespace.equals(event.entry().namespace())) {
                    continue;
                }
                if (event.previous() == null) {
                    state.remove(event.entry().key());
                } else {
                    state.put(event.entry().key(), event.previous());
                }
            }
            return new Listing(revision, new ArrayList<>(state.values()));
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Watches from a revision on.
     *
     * @param begin gets, before any later event comes, what happened since the revision
     * @param later gets each event then, on the store's thread; it must not block
     * @return ends the watch
     * @throws dev.podproof.reference.store.StoreException GONE if the revision is too long ago
     */
    public Runnable watch(Interest interest, long revision, Consumer<List<Event>> begin, Consumer<Event> later) {
        lock.readLock().lock();
        try {
            begin.accept(
                    history.after(revision).stream().filter(interest::covers).toList());
            return watchers.register(interest, later);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Watches from now on; {@code begin} gets what is there before any event comes. */
    public Runnable watchFromNow(Interest interest, Consumer<Listing> begin, Consumer<Event> later) {
        lock.readLock().lock();
        try {
            begin.accept(new Listing(
                    revision(), new ArrayList<>(range(interest.namespace()).values())));
            return watchers.register(interest, later);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** This shelf may be one change ahead of what the cache has announced as its newest revision. */
    private long revision() {
        return Math.max(lastChange, newest.getAsLong());
    }

    private NavigableMap<String, Entry> range(String namespace) {
        return namespace.isEmpty() ? entries : entries.subMap(namespace + "/", true, namespace + "0", false);
    }
}
