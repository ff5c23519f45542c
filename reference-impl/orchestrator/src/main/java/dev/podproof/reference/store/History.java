package dev.podproof.reference.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest changes, up to a fixed number of them. Not thread-safe: its owner guards it.
 *
 * @param <E> a change
 */
public final class History<E> {

    private record Item<E>(long revision, E event) {}

    private final int capacity;
    private final ArrayDeque<Item<E>> items = new ArrayDeque<>();
    private long forgotten;

    /**
     * @param capacity how many changes are kept
     * @param start changes up to this revision were never seen
     */
    public History(int capacity, long start) {
        this.capacity = capacity;
        this.forgotten = start;
    }

    public void add(long revision, E event) {
        if (items.size() == capacity) {
            forgotten = items.removeFirst().revision();
        }
        items.addLast(new Item<>(revision, event));
    }

    /**
     * The changes after a revision, oldest first.
     *
     * @throws StoreException GONE if some of them are no longer here
     */
    public List<E> after(long revision) {
        if (revision < forgotten) {
            throw new StoreException(
                    StoreException.Reason.GONE, "too old resource version: " + revision + " (" + forgotten + ")");
        }
        List<E> newer = new ArrayList<>();
        for (var newest = items.descendingIterator(); newest.hasNext(); ) {
            var item = newest.next();
            if (item.revision() <= revision) {
                break;
            }
            newer.add(item.event());
        }
        java.util.Collections.reverse(newer);
        return newer;
    }
}
