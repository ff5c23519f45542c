package dev.podproof.reference.apiserver.cache;

import dev.podproof.reference.store.Store;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * A shelf per kind, filled from the store and kept in step by its watch.
 *
 * <p>A store's key is {@code /SHELF/KEY}, where the shelf is a kind's group and plural. As the store tells its listeners of
 * a write before it acknowledges it, whoever has written reads what it wrote.
 */
public final class Cache implements AutoCloseable {

    private final Map<String, Shelf> shelves = new HashMap<>();
    private final Store.Watch watch;
    private volatile long revision;

    /** Reads everything that the store holds. Keys on other shelves than these are left alone. */
    public Cache(Store store, Collection<String> names) {
        var all = store.list("/");
        revision = all.revision();
        names.forEach(name -> shelves.put(name, new Shelf(all.revision(), this::revision)));
        for (var stored : all.entries()) {
            var place = Place.of(stored.key());
            var shelf = shelves.get(place.shelf());
            if (shelf != null) {
                shelf.load(new Entry(place.key(), stored.revision(), stored.value()));
            }
        }
        watch = store.watch("/", all.revision(), this::apply);
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

    @Override
    public void close() {
        watch.close();
    }

    private void apply(Store.Change change) {
        var place = Place.of(change.key());
        var shelf = shelves.get(place.shelf());
        if (shelf != null) {
            shelf.apply(place.key(), change.revision(), change.value());
        }
        revision = change.revision();
    }

    private record Place(String shelf, String key) {

        static Place of(String storeKey) {
            int second = storeKey.indexOf('/', 1);
            return new Place(storeKey.substring(1, second), storeKey.substring(second + 1));
        }
    }
}
