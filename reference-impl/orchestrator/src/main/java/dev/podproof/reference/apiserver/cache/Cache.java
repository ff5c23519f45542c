package dev.podproof.reference.apiserver.cache;

import dev.podproof.reference.store.Store;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shelf per kind, filled from the store and kept in step by its watch.
 *
 * <p>A store's key is {@code /SHELF/KEY}, where the shelf is a kind's group and plural. As the store tells its listeners of
 * a write before it acknowledges it, whoever has written reads what it wrote.
 */
public final class Cache implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Cache.class);

    private final Map<String, Shelf> shelves = new HashMap<>();
    private final Store.Watch watch;
    private final long historyRoom;
    private volatile long revision;
    private final AtomicLong replaced = new AtomicLong();

    /**
     * Reads everything that the store holds. Keys on other shelves than these are left alone.
     *
     * @param historyRoom how many bytes of changes all shelves together remember
     */
    public Cache(Store store, Collection<String> names, long historyRoom) {
        this.historyRoom = historyRoom;
        var all = store.list("/");
        revision = all.revision();
        names.forEach(name -> shelves.put(name, new Shelf(all.revision(), historyRoom, this::revision)));
        for (var stored : all.entries()) {
            var place = Place.of(stored.key());
            var shelf = shelves.get(place.shelf());
            if (shelf != null) {
                load(shelf, place.key(), stored);
            }
        }
        watch = store.watch("/", all.revision(), this::apply);
    }

    /** What somebody has put there by hand, and can't be read, must not keep all the rest from being served. */
    private static void load(Shelf shelf, String key, Store.Stored stored) {
        try {
            var entry = new Entry(key, stored.revision(), stored.value());
            entry.document();
            shelf.load(entry);
        } catch (RuntimeException unreadable) {
            LOG.error("{} in the store can't be read and is left alone: {}", stored.key(), unreadable.toString());
        }
    }

    /** The key in the store of an object on a shelf. */
    public static String storeKey(String shelf, String key) {
        return "/" + shelf + "/" + key;
    }

    public Shelf shelf(String name) {
        return shelves.get(name);
    }

    /** The newest revision that has been seen. */
    public long revision() {
        return revision;
    }

    /** How many bytes all objects take up. */
    public long bytes() {
        return sum(Shelf::bytes);
    }

    /** How many bytes of changes are remembered. */
    public long remembered() {
        return sum(Shelf::remembered);
    }

    /** How many bytes of objects have been replaced or removed since the beginning. */
    public long replaced() {
        return replaced.get();
    }

    @Override
    public void close() {
        watch.close();
    }

    private void apply(Store.Change change) {
        var place = Place.of(change.key());
        var shelf = shelves.get(place.shelf());
        if (shelf != null) {
            var previous = shelf.apply(place.key(), change.revision(), change.value());
            replaced.addAndGet(previous == null ? 0 : previous.bytes());
            forget();
        }
        revision = change.revision();
    }

    /** What changes most forgets first, so that it costs nobody else his history. */
    private void forget() {
        while (remembered() > historyRoom) {
            shelves.values().stream()
                    .max(Comparator.comparingLong(Shelf::remembered))
                    .ifPresent(Shelf::forgetOldest);
        }
    }

    private long sum(ToLongFunction<Shelf> of) {
        return shelves.values().stream().mapToLong(of).sum();
    }

    private record Place(String shelf, String key) {

        static Place of(String storeKey) {
            int second = storeKey.indexOf('/', 1);
            if (second < 0) {
                return new Place("", storeKey);
            }
            return new Place(storeKey.substring(1, second), storeKey.substring(second + 1));
        }
    }
}
